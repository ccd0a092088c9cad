import { Global, Module } from '@nestjs/common';
import { join } from 'node:path';
import { Settings } from '../config/settings';
import { FileStorage } from '../kernel/file-storage';
import { LocalFileStorage } from './local-file-storage';
import { S3FileStorage } from './s3-file-storage';

/** Where the files lie: in the bucket of the S3_ variables, or in DATA_DIR. */
@Global()
@Module({
  providers: [
    {
      provide: FileStorage,
      inject: [Settings],
      useFactory: ({ s3, DATA_DIR }: Settings) =>
        s3 ? new S3FileStorage(s3) : new LocalFileStorage(join(DATA_DIR, 'reports')),
    },
  ],
  exports: [FileStorage],
})
export class StorageModule {}
