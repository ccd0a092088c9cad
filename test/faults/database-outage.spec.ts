import { JwtService } from '@nestjs/jwt';
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { COHORTS_PATH, COHORTS_REQUEST } from '../support/cohort-route';
import { eventually } from '../support/eventually';
import { expectPromise } from '../support/expect-promise';
import { FaultProxy } from '../support/fault-proxy';
import { type Answer, type Call, LoadClient } from '../support/load';
import { ServiceProcess } from '../support/service-process';
import { ADMIN } from '../support/test-app';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { verdictOn } from '../support/verdicts/verdict';

jest.setTimeout(120_000);

const ANSWER_MS = 1_500;
const OUTAGE_MS = 2_000;
/** The promise are 5 seconds; it takes less. */
const AFTERWARDS_MS = 2_000;
/** For what has no promised figure, on a busy machine. */
const PATIENCE_MS = 30_000;
const REQUEST_EVERY_MS = 20;

type View = ReturnType<typeof aViewItem>;
interface Sent {
  readonly route: string;
  /** Status while everything is well. */
  readonly well: number;
  /** Milliseconds since the test began. */
  readonly at: number;
  readonly view?: View;
  answer?: Answer;
}

let database: TestDatabase;
let proxy: FaultProxy;
let service: ServiceProcess;
let client: LoadClient;
/** Looks into the database past the proxy. */
let direct: Client;

beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await FaultProxy.before(database.url);
  service = await ServiceProcess.start({ DATABASE_URL: proxy.url(database.url) });
  client = new LoadClient(service.url);
  direct = new Client({ connectionString: database.url });
  await direct.connect();
  const user = { id: userId(1), registered_at: '2026-01-06T09:00:00Z' };
  await client.send({ method: 'PUT', path: '/users', token: service.adminToken, body: { users: [user] } });
  const releases = [{ id: releaseId(1), title: 'One', genres: [] }];
  const path = '/catalogue/releases';
  await client.send({ method: 'PUT', path, token: service.adminToken, body: { releases } });
});
afterAll(async () => {
  client.close();
  await service.stop();
  await direct.end();
  await proxy.close();
  await database.drop();
});

/** Every kind of way to the database; the status is that of good times. */
function requests(): [route: string, status: number, call: Call, view?: View][] {
  const token = service.adminToken;
  const view = aViewItem({ eventId: randomUUID(), userId: userId(1) });
  const notCached = { ...COHORTS_REQUEST, min_cohort_size: Math.floor(Math.random() * 1e9) };
  const secret = 'a secret of the test suite, long enough';
  const stranger = new JwtService({ secret }).sign({ sub: randomUUID() }, { expiresIn: 60 });
  const key = `ksk_${randomBytes(32).toString('base64url')}`;
  const user = { id: userId(2), registered_at: '2026-01-06T09:00:00Z', name: key };
  return [
    ['ingest', 200, { path: '/views', token, body: { events: [view] } }, view],
    ['rollups', 200, { path: COHORTS_PATH, token, body: notCached }],
    ['long pool', 200, { path: COHORTS_PATH, token, body: { ...notCached, timezone: 'Asia/Tokyo' } }],
    ['repository', 200, { method: 'GET', path: '/catalogue/genres', token }],
    ['transaction', 200, { method: 'PUT', path: '/users', token, body: { users: [user] } }],
    ['login', 200, { path: '/auth/login', body: ADMIN }],
    ['token', 401, { method: 'GET', path: '/auth/me', token: stranger }],
    ['API key', 401, { path: '/views', headers: { 'x-api-key': key }, body: { events: [] } }],
  ];
}

/** Sends requests of all kinds in turn, one every 20 ms whatever becomes of them, until told to stop. */
function stream(began: number) {
  const sent: Sent[] = [];
  const pending: Promise<void>[] = [];
  let turn = 0;
  const timer = setInterval(() => {
    const [route, well, call, view] = requests()[turn++ % 8]!;
    const entry: Sent = { route, well, at: performance.now() - began, view };
    sent.push(entry);
    pending.push(client.send(call).then((answer) => void (entry.answer = answer)));
  }, REQUEST_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await Promise.all(pending);
    return sent as (Sent & { answer: Answer })[];
  };
}

function expectUnavailable({ route, answer }: { route: string; answer: Answer }): void {
  expect([route, answer.status, answer.text]).toEqual([route, 503, expect.anything()]);
  expect(answer.headers['content-type']).toMatch('application/problem+json');
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(JSON.parse(answer.text)).toMatchObject({ status: 503, code: 'database.unavailable' });
}

/** What was acknowledged is there; what was not may be; sent again, each is there once. */
async function expectExactlyOnce(sent: readonly (Sent & { answer: Answer })[]): Promise<void> {
  const views = sent.filter(({ view }) => view);
  const ids = views.map(({ view }) => view!.event_id);
  const stored = async () =>
    (
      await direct.query<{ event_id: string }>('SELECT event_id FROM view_events WHERE event_id = ANY ($1)', [
        ids,
      ])
    ).rows.map((row) => row.event_id);
  const acknowledged = views.filter(({ answer }) => answer.status === 200).map(({ view }) => view!.event_id);
  expect(await stored()).toEqual(expect.arrayContaining(acknowledged));
  const events = views.map(({ view }) => view);
  await eventually(PATIENCE_MS, async () => {
    const again = await client.send({ path: '/views', token: service.adminToken, body: { events } });
    expect(JSON.parse(again.text)).toMatchObject({ rejected: [] });
  });
  expect((await stored()).sort()).toEqual(ids.sort());
}

describe('while PostgreSQL is away', () => {
  it.each<[name: string, begin: () => unknown]>([
    ['refused', () => proxy.refuse()],
    ['black-holed', () => proxy.blackHole()],
    ['reset', () => proxy.reset()],
  ])('%s: every request is answered 503 in time, and the same process serves again', async (name, begin) => {
    const measured = verdictOn('postgres');
    const round = async () => {
      const began = performance.now();
      const now = () => performance.now() - began;
      const stop = stream(began);
      await delay(400);
      await begin();
      const from = now();
      await delay(OUTAGE_MS);
      const [live, ready, status] = await Promise.all(
        ['/health/live', '/health/ready', '/analytics/v2/status'].map((path) =>
          client.send({ method: 'GET', path }),
        ),
      );
      const until = now();
      await proxy.pass();
      await delay(AFTERWARDS_MS);
      const sent = await stop();

      const refused = sent.filter(({ answer, well }) => answer.status !== well);
      // Whoever asks while it is away, or was waiting when it went.
      const touched = sent.filter(({ at, answer }) => at < until && at + answer.ms > from);
      const slowest = Math.round(Math.max(...touched.map(({ answer }) => answer.ms)));
      const back = Math.round(Math.max(0, ...refused.map(({ at, answer }) => at + answer.ms - until)));
      const figure =
        `${name}: ${refused.length} answered 503, the slowest answer ${slowest} ms; ` +
        `last 503 ${back} ms after its return`;
      measured(figure);

      expect([live!.status, ready!.status, status!.status]).toEqual([200, 503, 200]);
      expect(JSON.parse(status!.text)).toMatchObject({
        status: 'degraded',
        dependencies: { database: 'down' },
      });
      const during = sent.filter(({ at, answer }) => at > from && at + answer.ms < until);
      expect(new Set(during.map(({ route }) => route)).size).toBe(8);
      during.forEach(expectUnavailable);
      refused.forEach(expectUnavailable);
      expect(service.isRunning).toBe(true);
      await expectExactlyOnce(sent);
      return { isKept: slowest <= ANSWER_MS && back < AFTERWARDS_MS, figure };
    };
    await expectPromise(measured, round);
  });

  it('backends killed again and again: 200 or 503, never anything else', async () => {
    const measured = verdictOn('postgres');
    const stop = stream(performance.now());
    for (let time = 0; time < 10; time++) {
      await delay(100);
      await direct.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name LIKE 'kinoscope%'`,
      );
    }
    const sent = await stop();
    const refused = sent.filter(({ answer, well }) => answer.status !== well);
    measured(`backends killed ten times: ${refused.length} of ${sent.length} requests answered 503`);
    refused.forEach(expectUnavailable);
    expect(service.isRunning).toBe(true);
    await expectExactlyOnce(sent);
  });
});
