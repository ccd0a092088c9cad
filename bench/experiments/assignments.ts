import { NestFactory } from '@nestjs/core';
import autocannon from 'autocannon';
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { AppModule } from '../../src/app.module';
import { readSettings } from '../../src/common/config/settings';
import { AssignUsers } from '../../src/modules/experiments/application/assign-users';
import { HttpService } from '../support/http-service';
import { type OpenDatabase, PostgresServer } from '../support/postgres';

/**
 * Single assignments per second, over HTTP and by the use case alone; service, PostgreSQL and load are on the same machine:
 * `npm run bench:experiments -- assignments [--seconds N]`.
 */

const CONNECTIONS = 64;
const USERS = 400_000;
const DATABASE = 'assignments';

const MAKE_USERS = `
  INSERT INTO users (id, registered_at)
  SELECT md5('user ' || number)::uuid, '2026-01-05T09:00:00Z' FROM generate_series(1, ${USERS}) AS number`;
const LIST_USERS = `SELECT md5('user ' || number)::uuid AS id FROM generate_series(1, ${USERS}) AS number`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '5' } },
    allowPositionals: true,
  });
  const server = await PostgresServer.start();
  try {
    await server.create(DATABASE);
    await server.run(DATABASE, MAKE_USERS);
    await server.run(DATABASE, 'VACUUM ANALYZE users');
    const users = (await server.run(DATABASE, LIST_USERS)).map(({ id }) => String(id));
    const database = await server.open(DATABASE);
    await measure(database, users, Number(values.seconds)).finally(() => database.close());
  } finally {
    await server.stop();
  }
}

async function measure(database: OpenDatabase, users: readonly string[], seconds: number): Promise<void> {
  const service = await HttpService.start(database.url, 'service');
  try {
    const path = '/analytics/v2/ab-tests';
    const variant = (variant_id: string, is_control: boolean) => ({
      variant_id,
      variant_name: variant_id,
      weight: 1,
      is_control,
    });
    const variants = [variant('A', true), variant('B', false)];
    const { test_id } = (await service.post(path, { name: 'bench', variants })) as { test_id: string };
    await service.post(`${path}/${test_id}/start`, {});
    let next = 0;
    const ask = (pick: () => string) =>
      load(service, `${path}/${test_id}/assignments`, seconds, () => ({ user_id: pick() }));
    await ask(() => users[next++]!);
    const first = await ask(() => users[next++]!);
    const known = next;
    const sticky = await ask(() => users[next++ % known]!);
    const nothing = await load(service, '/views', seconds, () => ({ events: [] }));
    const alone = await callUseCase(database.url, test_id, seconds, () => users[next++]!);
    const [row] = await database.database.query<{ rows: number }>({
      text: 'SELECT count(*)::integer AS rows FROM ab_test_assignments',
    });
    if (row!.rows < first.answers + alone.answers)
      throw new Error(`${first.answers + alone.answers} were assigned, but ${row!.rows} are stored`);
    process.stdout.write(
      [
        `| single assignments, ${CONNECTIONS} connections | a second | p50 ms | p99 ms | service's CPU, ms each |`,
        '|---|---|---|---|---|',
        lineOf('first, committed', first),
        lineOf('sticky', sticky),
        lineOf('a batch of no views, which does nothing', nothing),
        lineOf('first, committed, without HTTP', alone),
        '',
      ].join('\n'),
    );
  } finally {
    await service.close();
  }
}

interface Load {
  readonly answers: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of the service alone, without PostgreSQL and the load. */
  readonly cpuMs: number;
}

/** Each answer must be 200. */
async function load(
  service: HttpService,
  path: string,
  seconds: number,
  nextBody: () => object,
): Promise<Load> {
  const cpuBefore = await cpuSeconds(service);
  const result = await autocannon({
    url: service.base + path,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: service.headers,
        setupRequest: (request) => ({ ...request, body: JSON.stringify(nextBody()) }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests failed`);
  const { p50, p99 } = result.latency;
  const answers = result['2xx'];
  const cpuMs = (1_000 * ((await cpuSeconds(service)) - cpuBefore)) / answers;
  return { answers, perSecond: answers / result.duration, p50, p99, cpuMs };
}

/** As many callers as there were connections, each of whom waits for the answer before it asks again. */
async function callUseCase(
  databaseUrl: string,
  testId: string,
  seconds: number,
  nextUser: () => string,
): Promise<Load> {
  Object.assign(process.env, { DATABASE_URL: databaseUrl, JWT_SECRET: randomBytes(32).toString('hex') });
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(readSettings()), {
    logger: ['error'],
  });
  const assignUsers = app.get(AssignUsers);
  const latencies: number[] = [];
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const caller = async () => {
    while (performance.now() - began < 1_000 * seconds) {
      const asked = performance.now();
      await assignUsers.execute(testId, [nextUser()]);
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, caller));
  const elapsed = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  await app.close();
  const answers = latencies.length;
  const sorted = latencies.sort((a, b) => a - b);
  const quantile = (share: number) => Math.round(sorted[Math.floor(share * (answers - 1))]!);
  return {
    answers,
    perSecond: answers / elapsed,
    p50: quantile(0.5),
    p99: quantile(0.99),
    cpuMs: (user + system) / 1_000 / answers,
  };
}

/** As the service itself tells it. */
async function cpuSeconds({ base, headers }: HttpService): Promise<number> {
  const answer = await fetch(new URL('/metrics', base), { headers });
  return Number(/^kinoscope_process_cpu_seconds_total (\S+)$/m.exec(await answer.text())?.[1]);
}

function lineOf(name: string, { perSecond, p50, p99, cpuMs }: Load): string {
  return `| ${name} | ${perSecond.toFixed(0)} | ${p50} | ${p99} | ${cpuMs.toFixed(2)} |`;
}

void main();
