import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { aTestBody } from '../factories/ab-test.factory';
import { releaseId, testId, userId } from '../factories/ids';
import { ADMIN } from '../support/test-app';
import { LoadClient } from '../support/load';
import { ownMetrics } from '../support/own-metrics';
import { ServiceProcess } from '../support/service-process';
import { createTestDatabase, query, type TestDatabase } from '../support/test-database';
import { STRANGE_CREDENTIALS } from './headers';
import { faultOf } from './judge';
import { type ApiDocument, type Caller, type FuzzRequest, requestsOf } from './requests';
import { GENRES, KNOWN } from './schema-values';
import { Wire } from './wire';

/** `npm run test:fuzz` sends 100,000, each time others; FUZZ_SEED repeats a run. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2_000);
const SEED = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_REQUESTS ? Date.now() % 2 ** 31 : 2_026));
const IN_FLIGHT = 12;
const CHUNK = 500;
const WARM_UP = Math.min(10_000, REQUESTS / 4);
const MAX_GROWTH_BYTES = 50_000_000;
const SHOWN_FAULTS = 20;

type Credentials = Readonly<Record<string, string>>;

let database: TestDatabase;
let service: ServiceProcess;
let client: LoadClient;
let wire: Wire;
let credentials: Record<Exclude<Caller, 'stranger'>, Credentials>;

beforeAll(async () => {
  database = await createTestDatabase();
  service = await ServiceProcess.start({
    DATABASE_URL: database.url,
    INGEST_RATE_LIMIT_PER_MINUTE: '1000000',
    NODE_OPTIONS: '--require ./test/fuzz/collect-garbage.cjs',
  });
  client = new LoadClient(service.url);
  wire = new Wire(Number(new URL(service.url).port));
  const user = { email: 'fuzz@example.org', password: 'a password' };
  const registered_at = '2026-01-05T09:00:00Z';
  const numbers = Array.from({ length: KNOWN }, (_, index) => index + 1);
  await asAdmin('PUT', '/users', {
    users: [
      { id: userId(900), registered_at, ...user },
      ...numbers.map((number) => ({ id: userId(number), registered_at })),
    ],
  });
  await asAdmin('PUT', '/catalogue/releases', {
    releases: numbers.map((number) => ({ id: releaseId(number), title: `Title ${number}`, genres: GENRES })),
  });
  await makeTests(numbers.map(testId));
  credentials = {
    admin: { authorization: `Bearer ${service.adminToken}` },
    user: { authorization: `Bearer ${await logIn(user)}` },
    ingest: { 'x-api-key': await makeKey('ingest') },
    erase: { 'x-api-key': await makeKey('erase') },
    anonymous: {},
  };
}, 60_000);
afterAll(async () => {
  client?.close();
  wire?.close();
  await service?.stop();
  await database?.drop();
});

describe('the API', () => {
  it(
    `answers ${REQUESTS} requests of every sort, and not one with 5xx`,
    async () => {
      const document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as ApiDocument;
      const requests = requestsOf(document);
      const statuses = new Map<number | 'cut', number>();
      const faults: string[] = [];
      let sent = 0;
      let memory = await memoryInUse();
      const before = memory;
      const began = performance.now();

      const judge = async (request: FuzzRequest, index: number) => {
        const fault = await faultAt(request, index, (status) =>
          statuses.set(status, (statuses.get(status) ?? 0) + 1),
        );
        if (fault) faults.push(`${fault}: ${show(request)}`);
      };
      while (sent < REQUESTS && faults.length < SHOWN_FAULTS) {
        const size = Math.min(CHUNK, REQUESTS - sent);
        await inFlight(IN_FLIGHT, fc.sample(requests, { numRuns: size, seed: SEED + sent }), judge);
        if (sent < WARM_UP && sent + size >= WARM_UP) memory = await memoryInUse();
        sent += size;
      }

      const seconds = (performance.now() - began) / 1_000;
      const after = await memoryInUse();
      console.log(report({ sent, seconds, statuses, before, memory, after }));
      expect(faults).toEqual([]);
      expect(service.isRunning).toBe(true);
      expect(service.output).not.toMatch(/"level":[56]0|Unhandled|MaxListeners/);
      // Whoever might have been locked out or demoted by all this was not.
      expect(await logIn(ADMIN)).toMatch(/^eyJ/);
      expect(after.heap - memory.heap).toBeLessThan(MAX_GROWTH_BYTES);
      expect(after.resident - memory.resident).toBeLessThan(MAX_GROWTH_BYTES);
    },
    60_000 + REQUESTS * 20,
  );
});

async function faultAt(
  request: FuzzRequest,
  index: number,
  count: (status: number | 'cut') => void,
): Promise<string | null> {
  const { caller } = request;
  const proof =
    caller === 'stranger' ? STRANGE_CREDENTIALS[index % STRANGE_CREDENTIALS.length]! : credentials[caller];
  try {
    const answer = await wire.send(request, proof);
    count(answer?.status ?? 'cut');
    return answer && faultOf(request, answer);
  } catch (error) {
    return String(error);
  }
}

async function inFlight<T>(
  limit: number,
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) await work(item, index);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

interface Memory {
  readonly heap: number;
  readonly resident: number;
}

/** From the service's own metrics, after a collection. */
async function memoryInUse(): Promise<Memory> {
  await new Promise((resolve) => setTimeout(resolve, REQUESTS > 10_000 ? 5_000 : 2_100));
  const value = await ownMetrics(service);
  return {
    heap: value('nodejs_heap_size_used_bytes') + value('nodejs_external_memory_bytes'),
    resident: value('process_resident_memory_bytes'),
  };
}

function report(run: {
  sent: number;
  seconds: number;
  statuses: ReadonlyMap<number | 'cut', number>;
  before: Memory;
  memory: Memory;
  after: Memory;
}): string {
  const megabytes = ({ heap, resident }: Memory) =>
    `${Math.round(heap / 1e6)}/${Math.round(resident / 1e6)} MB`;
  const counts = [...run.statuses].sort(([a], [b]) => String(a).localeCompare(String(b)));
  return (
    `${run.sent} requests in ${run.seconds.toFixed(0)} s (seed ${SEED}): ` +
    `${counts.map(([status, count]) => `${status} × ${count}`).join(', ')}; heap/resident at the start ` +
    `${megabytes(run.before)}, after ${WARM_UP} ${megabytes(run.memory)}, at the end ${megabytes(run.after)}`
  );
}

function show({ caller, method, target, headers, body }: FuzzRequest): string {
  const text = body?.toString('latin1').slice(0, 400);
  return JSON.stringify({ caller, method, target: target.slice(0, 300), headers, body: text }).slice(
    0,
    1_200,
  );
}

async function asAdmin(method: string, path: string, body: object): Promise<string> {
  const { status, text } = await client.send({ method, path, token: service.adminToken, body });
  if (status >= 300) throw new Error(text);
  return text;
}

async function makeKey(scope: string): Promise<string> {
  const text = await asAdmin('POST', '/api-keys', { name: scope, scopes: [scope] });
  return (JSON.parse(text) as { key: string }).key;
}

async function logIn({ email, password }: { email: string; password: string }): Promise<string> {
  const { text } = await client.send({ path: '/auth/login', body: { email, password } });
  return (JSON.parse(text) as { access_token: string }).access_token;
}

/** The service chooses ids of tests by itself; requests could not guess them. */
async function makeTests(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const made = JSON.parse(await asAdmin('POST', '/analytics/v2/ab-tests', aTestBody())) as {
      test_id: string;
    };
    for (const table of ['ab_tests', 'ab_test_variants'])
      await query(database.url, `UPDATE ${table} SET test_id = '${id}' WHERE test_id = '${made.test_id}'`);
    await asAdmin('POST', `/analytics/v2/ab-tests/${id}/start`, {});
  }
}
