import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { Logger } from 'nestjs-pino';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { AppModule } from '../../src/app.module';
import { setUpHttp } from '../../src/app.setup';
import { Settings } from '../../src/common/config/settings';
import { Clock, SystemClock } from '../../src/common/kernel/clock';
import { FixedClock } from '../fakes/fixed-clock';
import { brokenOnPurpose } from './broken';
import { createTestDatabase } from './test-database';

export const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

export interface TestApp {
  readonly app: NestExpressApplication;
  /** Files of its own, unless the settings name another folder. */
  readonly dataDir: string;
  /** Where it listens, with /api/v1. */
  readonly url: string;
  readonly adminToken: string;
  readonly clock: FixedClock;
  readonly databaseUrl: string;
  /** A request under /api/v1 with the administrator's token. */
  asAdmin(method: Method, path: string, body?: object): request.Test;
  /** The same without a token. */
  anonymously(method: Method, path: string, body?: object): request.Test;
  /** The same with any token. */
  withToken(token: string, method: Method, path: string, body?: object): request.Test;
  logIn(email: string, password: string): Promise<string>;
  close(): Promise<void>;
}

interface TestAppOptions {
  /** The clock stands there until the test moves it; `running`: the real one. */
  now?: string;
  settings?: Partial<Settings>;
  /** Absent: a database of its own. Two replicas are two applications with the same one. */
  databaseUrl?: string;
  /** Puts stand-ins in the place of providers. */
  override?: (builder: TestingModuleBuilder) => unknown;
}

/** The whole service. */
export async function startTestApp({
  now = '2026-03-01T12:00:00Z',
  settings: given = {},
  databaseUrl,
  override = () => undefined,
}: TestAppOptions = {}): Promise<TestApp> {
  for (const file of brokenOnPurpose) await import(file);
  const database = databaseUrl ? { url: databaseUrl, drop: () => undefined } : await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-app-'));
  const settings = Object.assign(new Settings(), {
    NODE_ENV: 'test',
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    JWT_SECRET: 'a secret of the test suite, long enough',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    RATE_LIMIT_PER_MINUTE: 100_000,
    ADMIN_RATE_LIMIT_PER_MINUTE: 100_000,
    ...given,
  });
  const clock = new FixedClock(now === 'running' ? new Date().toISOString() : now);
  const builder = Test.createTestingModule({ imports: [AppModule.forRoot(settings)] })
    .overrideProvider(Clock)
    .useValue(now === 'running' ? new SystemClock() : clock);
  override(builder);
  const module = await builder.compile();
  const app = module.createNestApplication<NestExpressApplication>({ logger: false });
  app.useLogger(app.get(Logger));
  setUpHttp(app);
  await app.listen(0, '127.0.0.1');

  const send = (token: string | null, method: Method, path: string, body?: object) => {
    const call = request(app.getHttpServer())[method](`/api/v1${path}`);
    if (token) call.set('Authorization', `Bearer ${token}`);
    return body === undefined ? call : call.send(body);
  };
  const logIn = async (email: string, password: string) => {
    const answer = await send(null, 'post', '/auth/login', { email, password }).expect(200);
    return (answer.body as { access_token: string }).access_token;
  };
  const adminToken = await logIn(ADMIN.email, ADMIN.password);
  return {
    app,
    dataDir: settings.DATA_DIR,
    url: `${await app.getUrl()}/api/v1`,
    adminToken,
    clock,
    databaseUrl: database.url,
    asAdmin: (method, path, body) => send(adminToken, method, path, body),
    anonymously: (method, path, body) => send(null, method, path, body),
    withToken: send,
    logIn,
    close: async () => {
      await app.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
