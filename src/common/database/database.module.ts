import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Settings } from '../config/settings';
import { UnitOfWork } from '../kernel/unit-of-work';
import { dataSourceOptions } from './data-source-options';
import { Database } from './database';
import { DatabaseMonitor } from './database-monitor';
import { DatabaseUnitOfWork } from './database-unit-of-work';
import { Replica } from './replica';

@Global()
@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        ...dataSourceOptions(settings.databaseUrl),
        retryAttempts: 0,
      }),
    }),
  ],
  providers: [
    {
      provide: Database,
      inject: [DataSource, Settings],
      useFactory: (dataSource: DataSource, { DATABASE_REPLICA_URL }: Settings) =>
        new Database(dataSource, DATABASE_REPLICA_URL ? new Replica(DATABASE_REPLICA_URL) : null),
    },
    DatabaseMonitor,
    { provide: UnitOfWork, useClass: DatabaseUnitOfWork },
  ],
  exports: [Database, DatabaseMonitor, UnitOfWork],
})
export class DatabaseModule {}
