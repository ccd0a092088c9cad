import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { S3FileStorage, type S3Place } from '../../src/common/storage/s3-file-storage';
import { fileStorageContract } from '../contracts/file-storage.contract';
import { s3Server } from './server';

const HANDOVER = {
  contentType: 'text/csv; charset=utf-8',
  disposition: `attachment; filename="?.csv"; filename*=UTF-8''%D0%9E%D1%82%D1%87%D1%91%D1%82.csv`,
};

const opened: S3FileStorage[] = [];
const client = new S3Client({
  ...s3Server,
  credentials: { accessKeyId: s3Server.accessKeyId, secretAccessKey: s3Server.secretAccessKey },
  forcePathStyle: true,
});
afterAll(async () => {
  client.destroy();
  for (const storage of opened) await storage.onApplicationShutdown();
});

async function openBucket(): Promise<{ storage: S3FileStorage; where: S3Place }> {
  const where = { ...s3Server, bucket: `test-${randomBytes(6).toString('hex')}` };
  await client.send(new CreateBucketCommand({ Bucket: where.bucket }));
  const storage = new S3FileStorage(where);
  opened.push(storage);
  return { storage, where };
}

async function follow(storage: S3FileStorage, name: string): Promise<Response | null> {
  const place = await storage.place(name, HANDOVER);
  return place?.kind === 'url' ? fetch(place.url) : null;
}

describe('FileStorage on S3', () => {
  fileStorageContract(async () => {
    const { storage } = await openBucket();
    return {
      storage,
      read: async (name) => {
        const answer = await follow(storage, name);
        return answer && Buffer.from(await answer.arrayBuffer());
      },
    };
  });

  it('leads to an address that gives the file its name and type, and to nothing else', async () => {
    const { storage } = await openBucket();
    const content = async function* () {
      yield Buffer.from('a;b');
      await Promise.resolve();
    };
    await storage.put('a.csv', content(), { contentType: 'text/plain' });
    const answer = (await follow(storage, 'a.csv'))!;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(HANDOVER.contentType);
    expect(answer.headers.get('content-disposition')).toBe(HANDOVER.disposition);
    const range = await fetch(answer.url, { headers: { Range: 'bytes=1-1' } });
    expect([range.status, await range.text()]).toEqual([206, ';']);
    expect((await fetch(answer.url.replace('a.csv', 'b.csv'))).status).toBe(403);
    expect((await fetch(answer.url.split('?')[0]!)).status).toBe(403);
  });

  it('lists the remains of an upload whose process died, and deletes them', async () => {
    const { storage, where } = await openBucket();
    const object = { Bucket: where.bucket, Key: 'reports/a.csv' };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
    await client.send(new UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'half of i' }));
    const names = async () => {
      const found: string[] = [];
      for await (const name of storage.list()) found.push(name);
      return found;
    };
    expect(await storage.place('a.csv', HANDOVER)).toBeNull();
    expect(await names()).toEqual(['a.csv']);
    await storage.delete('a.csv');
    expect(await names()).toEqual([]);
  });

  it('is up, or down without its bucket', async () => {
    const { storage, where } = await openBucket();
    expect(await storage.state()).toBe('up');
    const absent = new S3FileStorage({ ...where, bucket: 'not-there' });
    opened.push(absent);
    expect(await absent.state()).toBe('down');
    const nowhere = new S3FileStorage({ ...where, endpoint: 'http://127.0.0.1:9' });
    opened.push(nowhere);
    expect(await nowhere.state()).toBe('down');
  });
});
