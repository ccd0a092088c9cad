import request from 'supertest';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { FileStorage } from '../../src/common/kernel/file-storage';
import { DownloadLinks } from '../../src/modules/reports/domain/download-links';
import { type ExportState, follow, orderExport } from '../support/exports';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
let ready: ExportState;
let bytes: Buffer;
beforeAll(async () => {
  service = await startTestApp({ settings: { PUBLIC_URL: 'https://kinoscope.example.org/stats' } });
  service.app.get(JobRunner).start();
  const users = Array.from({ length: 20 }, (_, index) => ({
    id: `aaaaaaaa-0000-4000-8000-${String(index).padStart(12, '0')}`,
    registered_at: '2026-01-06T09:00:00Z',
  }));
  await service.asAdmin('put', '/users', { users }).expect(200);
  ready = await orderExport(service, { report_type: 'users', locale: 'ru' });
  bytes = (await follow(service, local(ready.download_url))).body as Buffer;
});
afterAll(() => service.close());

/** The link without the prefix that only the proxy in front knows. */
const local = (url: string) => url.replace('/stats/', '/');
const path = () => {
  const { pathname, search } = new URL(local(ready.download_url));
  return { pathname, search };
};
const get = (target: string, headers: Record<string, string> = {}) =>
  request(service.app.getHttpServer()).get(target).set(headers);

describe('a download link', () => {
  it('begins with the address that the service has outside', () => {
    expect(ready.download_url).toMatch(
      /^https:\/\/kinoscope\.example\.org\/stats\/api\/v1\/downloads\/reports\/[0-9a-f-]{36}-1\.csv\?expires=\d+&signature=[\w-]{43}$/,
    );
    expect(bytes.length).toBe(ready.file_size_bytes);
  });

  it('gives the file a Cyrillic name that every browser understands', async () => {
    const { headers } = await get(path().pathname + path().search).expect(200);
    expect(headers['content-disposition']).toBe(
      'attachment; filename="??????? 2026-01-05 ? 2026-02-01.csv"; ' +
        `filename*=UTF-8''${encodeURIComponent('Зрители 2026-01-05 – 2026-02-01.csv')}`,
    );
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('knows ranges', async () => {
    const target = path().pathname + path().search;
    const part = await get(target, { Range: 'bytes=10-19' }).buffer(true).expect(206);
    expect(part.headers['content-range']).toBe(`bytes 10-19/${bytes.length}`);
    expect(part.text).toBe(bytes.subarray(10, 20).toString());
    const tail = await get(target, { Range: 'bytes=-5' }).buffer(true).expect(206);
    expect(tail.text).toBe(bytes.subarray(-5).toString());
    const beyond = await get(target, { Range: `bytes=${bytes.length}-` }).expect(416);
    expect(beyond.headers['content-range']).toBe(`bytes */${bytes.length}`);
    const head = await request(service.app.getHttpServer()).head(target).expect(200);
    expect(head.headers['content-length']).toBe(String(bytes.length));
    expect(head.headers['accept-ranges']).toBe('bytes');
  });

  it('is refused when any byte of it is another', async () => {
    const { pathname, search } = path();
    const prefix = '/api/v1/downloads/reports/'.length;
    const whole = pathname + search;
    const statuses = new Map<number, number>();
    for (let index = prefix; index < whole.length; index++) {
      for (const sign of ['A', '0']) {
        if (whole[index] === sign || '?&='.includes(whole[index]!)) continue;
        const { status } = await get(whole.slice(0, index) + sign + whole.slice(index + 1));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    expect([...statuses.keys()].filter((status) => ![400, 403, 404].includes(status))).toEqual([]);
    expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(150);
  });

  it('is refused with every bit of the signature flipped, cut off, or in another spelling', async () => {
    const { pathname, search } = path();
    const query = new URLSearchParams(search);
    const signature = Buffer.from(query.get('signature')!, 'base64url');
    const variants = Array.from({ length: 8 * signature.length }, (_, bit) => {
      const other = Buffer.from(signature);
      other[bit >> 3]! ^= 1 << (bit & 7);
      return other.toString('base64url');
    });
    variants.push(
      '',
      'A',
      signature.toString('hex'),
      `${signature.toString('base64url')}=`,
      signature.toString('base64'),
    );
    for (const variant of variants) {
      query.set('signature', variant);
      const { status } = await get(`${pathname}?${query.toString()}`);
      expect([variant, status]).toEqual([variant, 403]);
    }
  });

  it.each([
    '..%2f..%2fsecrets.json',
    '%2e%2e%2fsecrets.json',
    '..%5csecrets.json',
    '%2fetc%2fpasswd',
    'secrets.json',
    '%00.csv',
    '.',
    '..%252f..%252fsecrets.json',
  ])('leads to no other file: %s', async (name) => {
    const { search } = path();
    const bare = await get(`/api/v1/downloads/reports/${name}${search}`);
    expect([403, 404]).toContain(bare.status);
    // Even with a signature of ours.
    const links = service.app.get(DownloadLinks);
    const signed = new URL(links.make(decodeURIComponent(name), new Date('2026-03-02T12:00:00Z')));
    const answer = await get(`/api/v1/downloads/reports/${name}${signed.search}`);
    expect([403, 404]).toContain(answer.status);
  });

  it('does not live longer by another expiry, nor without parameters', async () => {
    const { pathname, search } = path();
    const query = new URLSearchParams(search);
    query.set('expires', '99999999999');
    await get(`${pathname}?${query.toString()}`).expect(403);
    await get(pathname).expect(403);
    await get(`${pathname}?expires=1&expires=2&signature=x`).expect(400);
  });

  it('leads on where the files lie in S3', async () => {
    const url = 'https://bucket.example.org/reports/x.csv?X-Amz-Signature=abc';
    const place = jest.spyOn(service.app.get(FileStorage), 'place').mockResolvedValue({ kind: 'url', url });
    try {
      const answer = await get(path().pathname + path().search).expect(302);
      expect(answer.headers.location).toBe(url);
      expect(place.mock.calls[0]![1]).toMatchObject({
        contentType: 'text/csv; charset=utf-8',
        disposition: expect.stringContaining("filename*=UTF-8''"),
      });
    } finally {
      place.mockRestore();
    }
  });

  it('ends after a day', async () => {
    const target = path().pathname + path().search;
    service.clock.set('2026-03-02T11:59:59Z');
    await get(target).expect(200);
    service.clock.set('2026-03-02T12:00:00Z');
    await get(target).expect(403);
  });
});
