import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import request from 'supertest';
import { servePage } from '../../src/common/http/page/serve-page';

const HTML = '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>Kinoscope</title>';
const SCRIPT = 'console.log("a page");';
const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

@Module({})
class NothingElse {}

let folder: string;
let app: NestExpressApplication;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kinoscope-page-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), HTML);
  writeFileSync(join(folder, 'assets', 'index-Ab12.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'index-Ab12.js.gz'), gzipSync(SCRIPT));
  writeFileSync(join(folder, 'assets', 'index-Ab12.js.br'), brotliCompressSync(SCRIPT));
  app = await NestFactory.create<NestExpressApplication>(NothingElse, { logger: false });
  servePage(app, folder);
  // As if another build had replaced it: what has been loaded goes on working.
  rmSync(join(folder, 'assets'), { recursive: true });
  await app.init();
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  request(app.getHttpServer()).get(path).set(headers);

describe('the page', () => {
  it.each(['/', '/retention?weeks=4', '/viewers/018f3c5e-7a51-7c3e-9f10-2b6f0a4d8e21', '/apiary'])(
    'is at %s, under a policy with a nonce that is new each time',
    async (path) => {
      const [first, second] = [await get(path, BROWSER).expect(200), await get(path, BROWSER).expect(200)];
      const nonceOf = ({ text }: { text: string }) => /nonce="([^"]{20,})"/.exec(text)![1]!;
      expect(nonceOf(first)).not.toBe(nonceOf(second));
      const policy = first.headers['content-security-policy'] as string;
      expect(policy).toContain("default-src 'self'; script-src 'self'; ");
      expect(policy).toContain(`style-src 'self' 'nonce-${nonceOf(first)}'`);
      expect(policy).not.toContain('unsafe');
      expect(first.headers['cache-control']).toBe('no-store');
    },
  );

  it.each(['/api', '/api/v1/nothing', '/API/v1/nothing', '/metrics', '/assets/gone.js'])(
    'is not at %s',
    async (path) => {
      await get(path, BROWSER).expect(404);
    },
  );

  it('is not for programs, but at its own address', async () => {
    await get('/retention', { Accept: 'application/json' }).expect(404);
    await get('/').expect(200);
    await request(app.getHttpServer()).post('/retention').set(BROWSER).expect(404);
  });

  it('answers HEAD with the headers alone', async () => {
    const { headers, text } = await request(app.getHttpServer()).head('/').expect(200);
    expect(headers['content-type']).toContain('text/html');
    expect(text ?? '').toBe('');
  });
});

describe('its files', () => {
  it.each([
    ['br, gzip', 'br'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ])('are sent as they are accepted: %s', async (accepted, encoding) => {
    const { headers } = await get('/assets/index-Ab12.js', { 'Accept-Encoding': accepted }).expect(200);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['content-type']).toContain('text/javascript');
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('answer HEAD, and nothing that would change them', async () => {
    await request(app.getHttpServer()).head('/assets/index-Ab12.js').expect(200);
    await request(app.getHttpServer()).put('/assets/index-Ab12.js').expect(404);
  });

  it.each(['/assets/../index.html', '/assets/..%2findex.html', '/assets/%2e%2e/index.html'])(
    'are nowhere else: %s',
    async (path) => {
      const { text } = await get(path, { Accept: '*/*' });
      expect(text).not.toContain('Kinoscope');
    },
  );
});
