import type { S3Client } from '@aws-sdk/client-s3';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Readable } from 'node:stream';
import { answeredWithin } from '../kernel/answered-within';
import {
  checkFileName,
  type FilePlace,
  FileStorage,
  type Handover,
  type StorageState,
  type StoredFileOptions,
} from '../kernel/file-storage';

export interface S3Place {
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What the bucket holds of ours begins with it, so that it may hold other things too. */
const PREFIX = 'reports/';
/** S3's least size of all parts but the last; one waits while the next is filled. */
const PART_BYTES = 5 * 2 ** 20;
/** An address is made anew for each download, and has only to last until the browser has followed it. */
const ADDRESS_SECONDS = 300;
const CONNECT_MS = 3_000;
const ANSWER_MS = 30_000;
const STATE_MS = 1_500;
/** The status is public: the store is not asked at each of its requests. */
const STATE_KEPT_MS = 5_000;

/** An S3 bucket: several processes on several machines share the files. */
export class S3FileStorage extends FileStorage implements OnApplicationShutdown {
  private client: Promise<S3Client> | null = null;
  private known: { readonly state: Promise<StorageState>; readonly until: number } | null = null;

  constructor(private readonly where: S3Place) {
    super();
  }

  async put(
    name: string,
    content: AsyncIterable<Uint8Array>,
    { contentType, signal }: StoredFileOptions,
  ): Promise<void> {
    const { Upload } = await import('@aws-sdk/lib-storage');
    const upload = new Upload({
      client: await this.open(),
      params: {
        ...this.object(name),
        Body: Readable.from(content, { objectMode: false }),
        ContentType: contentType,
      },
      partSize: PART_BYTES,
      queueSize: 1,
    });
    const abort = () => void upload.abort();
    signal?.addEventListener('abort', abort);
    try {
      signal?.throwIfAborted();
      await upload.done();
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  async place(name: string, { contentType, disposition }: Handover): Promise<FilePlace | null> {
    const { GetObjectCommand, HeadObjectCommand } = await import('@aws-sdk/client-s3');
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
    const client = await this.open();
    try {
      await client.send(new HeadObjectCommand(this.object(name)));
    } catch (error) {
      if (isAbsent(error)) return null;
      throw error;
    }
    const read = new GetObjectCommand({
      ...this.object(name),
      ResponseContentType: contentType,
      ResponseContentDisposition: disposition,
    });
    return { kind: 'url', url: await getSignedUrl(client, read, { expiresIn: ADDRESS_SECONDS }) };
  }

  async delete(name: string): Promise<void> {
    const { AbortMultipartUploadCommand, DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await this.open();
    await client.send(new DeleteObjectCommand(this.object(name)));
    for await (const { Key, UploadId } of this.uploads(PREFIX + name)) {
      if (Key === PREFIX + name)
        await client.send(new AbortMultipartUploadCommand({ ...this.object(name), UploadId }));
    }
  }

  async *list(): AsyncIterable<string> {
    const { paginateListObjectsV2 } = await import('@aws-sdk/client-s3');
    const query = { Bucket: this.where.bucket, Prefix: PREFIX };
    for await (const { Contents = [] } of paginateListObjectsV2({ client: await this.open() }, query)) {
      for (const { Key = '' } of Contents) yield Key.slice(PREFIX.length);
    }
    for await (const { Key = '' } of this.uploads(PREFIX)) yield Key.slice(PREFIX.length);
  }

  state(): Promise<StorageState> {
    if (!this.known || this.known.until < performance.now())
      this.known = { state: this.ask(), until: performance.now() + STATE_KEPT_MS };
    return this.known.state;
  }

  /** Lets go of the connections. */
  async onApplicationShutdown(): Promise<void> {
    (await this.client)?.destroy();
  }

  private async ask(): Promise<StorageState> {
    try {
      const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
      const client = await this.open();
      await answeredWithin(STATE_MS, client.send(new HeadBucketCommand({ Bucket: this.where.bucket })));
      return 'up';
    } catch {
      return 'down';
    }
  }

  /** Uploads under way, or broken off, of what begins with `prefix`. */
  private async *uploads(prefix: string) {
    const { ListMultipartUploadsCommand } = await import('@aws-sdk/client-s3');
    const client = await this.open();
    const query = { Bucket: this.where.bucket, Prefix: prefix };
    let page = await client.send(new ListMultipartUploadsCommand(query));
    yield* page.Uploads ?? [];
    while (page.IsTruncated) {
      const after = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
      page = await client.send(new ListMultipartUploadsCommand({ ...query, ...after }));
      yield* page.Uploads ?? [];
    }
  }

  private object(name: string) {
    checkFileName(name);
    return { Bucket: this.where.bucket, Key: PREFIX + name };
  }

  /** The SDK is large: who never needs it does not load it. */
  private open(): Promise<S3Client> {
    return (this.client ??= (async () => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      const { endpoint, region, accessKeyId, secretAccessKey } = this.where;
      return new S3Client({
        endpoint,
        region,
        credentials: { accessKeyId, secretAccessKey },
        forcePathStyle: true,
        // Not every store that speaks S3 knows the newer checksums.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
        requestHandler: { connectionTimeout: CONNECT_MS, requestTimeout: ANSWER_MS },
      });
    })());
  }
}

function isAbsent(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 404;
}
