import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { randomStream } from '../../bench/data/random';
import { KillableWorld, type Victim, VICTIMS } from '../support/killable-world';
import { ownMetrics } from '../support/own-metrics';
import { compareWithRecount, differingBuckets, type Rollups } from '../support/recount';
import { describeWithRedis } from '../support/redis-server';
import type { ServiceProcess } from '../support/service-process';
import { verdictOn } from '../support/verdicts/verdict';
import { ViewSender } from '../support/view-sender';

jest.setTimeout(900_000);

/** These run it longer, shorter, or another way. */
const KILLS = Number(process.env.KILLS ?? 20);
const KILL_SEED = Number(process.env.KILL_SEED ?? 2026);
const KILL_VIEWS = Number(process.env.KILL_VIEWS ?? 200_000);
const WRITERS = 6;
/** Between two kills. */
const LEAST_PAUSE_MS = 300;
const MOST_PAUSE_MS = 2_500;
const REPEATED = 20_000;

/** Views from all sides, while one victim after another is killed; tells how often each was, and how long one took to come back. */
async function wreak(world: KillableWorld, sender: ViewSender, random: () => number): Promise<string> {
  let over = false;
  const writers = Array.from({ length: WRITERS }, async () => {
    while (!over || sender.acknowledged.size < KILL_VIEWS) await sender.sendSome();
  });
  const counts: Record<Victim, number> = { service: 0, backend: 0, postmaster: 0, redis: 0 };
  let slowestMs = 0;
  const killer = async () => {
    for (let kill = 0; kill < KILLS; kill++) {
      await delay(LEAST_PAUSE_MS + random() * (MOST_PAUSE_MS - LEAST_PAUSE_MS));
      // Each in its turn first, so that none is left out; then as it comes.
      const victim = VICTIMS[kill < VICTIMS.length ? kill : Math.floor(random() * VICTIMS.length)]!;
      slowestMs = Math.max(slowestMs, await world.kill(victim, random));
      counts[victim]++;
    }
    over = true;
  };
  await Promise.all([killer(), ...writers]);
  const victims = VICTIMS.map((victim) => `${victim} ${counts[victim]}`).join(', ');
  return `${KILLS} kills (${victims}; seed ${KILL_SEED}), back ≤ ${Math.round(slowestMs)} ms`;
}

interface Stored {
  readonly rows: number;
  readonly rollups: Rollups;
  readonly recount: Rollups;
}

async function lookInto(client: Client): Promise<Stored> {
  const { rows } = await client.query<{ views: number }>(
    'SELECT count(*)::integer AS views FROM view_events',
  );
  const { stored, recounted } = await compareWithRecount(client);
  return { rows: rows[0]!.views, rollups: stored, recount: recounted };
}

async function conditionOf(replica: ServiceProcess): Promise<string> {
  const value = await ownMetrics(replica);
  const megabytes = Math.round(value('process_resident_memory_bytes') / 1e6);
  return `${megabytes} MB, event loop p99 ${Math.round(value('nodejs_eventloop_lag_p99_seconds') * 1e3)} ms`;
}

const countOf = (rollups: Rollups) => Object.values(rollups).flat().length;

describeWithRedis('views, while everything is killed at random moments', () => {
  let world: KillableWorld | undefined;
  let sender: ViewSender;
  let client: Client;
  let kills: string;
  let stored: Stored;
  beforeAll(async () => {
    world = await KillableWorld.start();
    const random = randomStream(KILL_SEED);
    sender = new ViewSender(world, random);
    await sender.prepare();
    kills = await wreak(world, sender, random);
    client = new Client({ connectionString: world.databaseUrl });
    await client.connect();
    stored = await lookInto(client);
  });
  afterAll(async () => {
    await client?.end();
    await world?.stop();
  });

  it('are not lost once they are acknowledged', async () => {
    const measured = verdictOn('acknowledged');
    const { rows: lost } = await client.query(
      `SELECT id FROM unnest($1::uuid[]) AS sent (id)
       WHERE NOT EXISTS (SELECT FROM view_events WHERE event_id = id)`,
      [[...sender.acknowledged.keys()]],
    );
    const replicas = await Promise.all(world!.replicas.map(conditionOf));
    measured(
      `${lost.length} of ${sender.acknowledged.size} lost over ${kills}; replicas at ${replicas.join(' and ')}`,
    );
    expect(lost).toHaveLength(0);
    expect(sender.acknowledged.size).toBeGreaterThanOrEqual(KILL_VIEWS);
  });

  it('agree with every rollup', () => {
    const measured = verdictOn('rollups');
    const differing = differingBuckets(stored.rollups, stored.recount);
    measured(`${differing.length} differing of ${countOf(stored.recount)} buckets`);
    expect(differing).toEqual([]);
  });

  it('are counted once each, eight days later too', async () => {
    const measured = verdictOn('exactlyOnce');
    const { accepted } = sender;
    await world!.eightDaysLater();
    const repeated = await sender.repeatSome(REPEATED);
    const later = await lookInto(client);
    const moved = differingBuckets(stored.rollups, later.rollups);
    measured(
      `${stored.rows} rows of ${sender.ids.size} ids; ${repeated} of them sent again 8 days later: ` +
        `${later.rows - stored.rows} more rows, ${moved.length} counters changed`,
    );
    expect(stored.rows).toBe(sender.ids.size);
    // Who was killed between commit and answer is told "duplicate" later.
    expect(accepted).toBeLessThanOrEqual(sender.ids.size);
    expect(later.rows).toBe(stored.rows);
    expect(moved).toEqual([]);
  });
});
