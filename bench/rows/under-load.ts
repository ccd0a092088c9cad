import { setTimeout as delay } from 'node:timers/promises';
import { LoadClient } from '../../test/support/load';
import { type Dataset, END, START } from '../data/dataset';
import type { Benchmark, Environment } from '../environment';
import type { Recording } from '../load/recorder';
import { RELEASES, type World } from '../load/requests';
import { startTest } from '../load/running-test';
import { CLIENTS, REQUEST_EVERY_MS, SeedLoad, SOCKETS } from '../load/seed-load';
import { Steadily } from '../load/steadily';
import { quantile } from '../measure';
import { atLeast, atMost, ms, type Result } from '../result';
import { BareService } from '../support/bare-service';
import { BuiltService } from '../support/built-service';
import type { Readings } from '../support/prometheus';

const MIB = 2 ** 20;
/** The first answers are slower, and the cache is empty. */
const WARM_UP_SECONDS = 15;
const MOST_BARE_SECONDS = 30;
const LOOK_EVERY_MS = 1_000;
/** How many users watch something while the load runs, and how many are in its A/B test. */
const WATCHING = 20_000;
const ASSIGNED = 5_000;
const USERS_A_CALL = 1_000;

/** From quality.md; times in milliseconds. */
const MOST = { cachedMs: 20, uncachedMs: 300, megabytes: 100, coreShare: 0.15 };
const LEAST_HIT_RATE = 0.7;

const LOAD = `the seed's load (${CLIENTS} clients, ${SOCKETS} sockets)`;

/**
 * The built service under the seed's load: how long its answers take, and what it holds and burns, beside bare Nest
 * and Express under as many requests. Background jobs are left to a worker, and there is none.
 */
export const underLoad: Benchmark = {
  name: 'under-load',
  async run({ options, store, ...environment }): Promise<Result[]> {
    // Views come in while it runs, and must not reach the data that others compare.
    await (await store.openComplete()).close();
    const bare = await bareMegabytes(Math.min(options.loadSeconds, MOST_BARE_SECONDS));
    return store.withCopy('under_load', async (copy) => {
      const seen = await observe({ options, store, ...environment }, copy.url);
      return [...answers(seen), ...costs(seen, bare)];
    });
  },
};

interface Observation {
  readonly recording: Recording;
  readonly wrong: readonly string[];
  readonly before: Readings;
  readonly after: Readings;
  /** Between these two. */
  readonly seconds: number;
  /** At its highest. */
  readonly megabytes: number;
}

async function observe({ dataset, options }: Environment, databaseUrl: string): Promise<Observation> {
  const service = await BuiltService.start({ databaseUrl, env: { JOBS: 'external' } });
  try {
    const world = await worldOf(dataset, service);
    await trainModels(service, world);
    const load = await SeedLoad.start(service, world);
    try {
      await delay(WARM_UP_SECONDS * 1_000);
      load.recorder.take();
      const [before, began] = [await service.readings(), performance.now()];
      const megabytes = await highest(options.loadSeconds, async () =>
        (await service.readings()).sum('kinoscope_process_resident_memory_bytes'),
      );
      const [after, seconds] = [await service.readings(), (performance.now() - began) / 1_000];
      const recording = load.recorder.take();
      return { recording, wrong: wrongs(recording, load), before, after, seconds, megabytes };
    } finally {
      await load.stop();
    }
  } finally {
    await service.stop();
  }
}

/** The accounts that go with the views of some users, and a test that they are in. */
async function worldOf(dataset: Dataset, service: BuiltService): Promise<World> {
  const count = Math.min(WATCHING, dataset.size.users);
  const users = Array.from({ length: count }, (_, index) => dataset.user(index));
  for (let from = 0; from < count; from += USERS_A_CALL) {
    const accounts = users
      .slice(from, from + USERS_A_CALL)
      .map(({ id, registeredAt }) => ({ id, registered_at: registeredAt.toISOString() }));
    await service.send('PUT', '/users', { users: accounts });
  }
  const ids = users.map(({ id }) => id);
  return {
    users: ids,
    releases: Array.from({ length: dataset.size.releases }, (_, rank) => dataset.release(rank).id),
    testId: await startTest(service, ids.slice(0, ASSIGNED)),
    from: new Date(START),
    until: new Date(END),
  };
}

/** Asks once for every release that will be asked for: the models that a worker trains at night are there then. */
async function trainModels(service: BuiltService, { releases }: World): Promise<void> {
  for (const release_id of releases.slice(0, RELEASES))
    await service.send('POST', '/analytics/v2/predictions/popularity', { release_id });
}

/** Megabytes of bare Nest and Express, at their highest, while as many clients ask for as much. */
async function bareMegabytes(seconds: number): Promise<number> {
  const bare = await BareService.start();
  const [client, work] = [new LoadClient(bare.url), new Steadily()];
  try {
    for (let number = 0; number < CLIENTS; number++)
      work.every(REQUEST_EVERY_MS, (number * REQUEST_EVERY_MS) / CLIENTS, async () => {
        await client.send({ method: 'GET', path: '/hello' });
      });
    return await highest(seconds, () => bare.residentBytes());
  } finally {
    await work.stop();
    client.close();
    await bare.stop();
  }
}

/** The highest of the bytes that are read again and again, in megabytes. */
async function highest(seconds: number, readBytes: () => Promise<number>): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  let most = 0;
  while (performance.now() < until) {
    await delay(LOOK_EVERY_MS);
    most = Math.max(most, await readBytes());
  }
  return most / MIB;
}

/** Requests that failed, sockets that were closed; empty: none. */
function wrongs({ failures }: Recording, { sockets }: SeedLoad): string[] {
  const wrong = [...failures, ...sockets.closings].map(([what, count]) => `${count} × ${what}`);
  if (sockets.connected < SOCKETS) wrong.push(`${SOCKETS - sockets.connected} sockets are gone`);
  if (sockets.frames === 0) wrong.push('no frame came');
  return wrong;
}

function answers({ recording: { times }, wrong }: Observation): Result[] {
  const p99 = (kind: string) => quantile(times.get(kind) ?? [], 0.99);
  const row = (kind: 'cached' | 'uncached', limit: number) =>
    atMost(
      `${kind} answers under ${LOAD}, p99 of ${(times.get(kind)?.length ?? 0).toLocaleString('en')}`,
      p99(kind),
      limit,
      ms,
    );
  return [
    row('cached', MOST.cachedMs),
    row('uncached', MOST.uncachedMs),
    {
      work: `what failed under ${LOAD}`,
      peer: 'at most',
      ours: wrong.join(', ') || 'nothing',
      theirs: 'nothing',
      ratio: wrong.length === 0 ? 1 : 0,
      target: 1,
    },
  ];
}

function costs({ before, after, seconds, megabytes }: Observation, bare: number): Result[] {
  const grown = (name: string, labels?: Record<string, string>) =>
    after.sum(name, labels) - before.sum(name, labels);
  const lookups = 'kinoscope_cache_lookups_total';
  const hitRate = 1 - grown(lookups, { result: 'miss' }) / grown(lookups);
  const coreShare = grown('kinoscope_process_cpu_seconds_total') / seconds;
  const lagMs = 1_000 * after.sum('kinoscope_nodejs_eventloop_lag_p99_seconds');
  return [
    atMost(
      `memory under ${LOAD} beyond bare Nest + Express (${mb(bare)})`,
      megabytes - bare,
      MOST.megabytes,
      mb,
    ),
    atMost(`CPU of one core under ${LOAD}`, coreShare, MOST.coreShare, percent),
    atLeast(`hit rate of the cache under ${LOAD}`, hitRate, LEAST_HIT_RATE, percent),
    {
      work: `event-loop lag under ${LOAD}, p99`,
      peer: '–',
      ours: ms(lagMs),
      theirs: '',
      ratio: null,
      target: null,
    },
  ];
}

const mb = (figure: number) => `${Math.round(figure)} MB`;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
