import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { randomStream } from '../../bench/data/random';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { KillableWorld, type Victim, VICTIMS } from '../support/killable-world';
import { LoadClient } from '../support/load';
import { compareWithRecount } from '../support/recount';
import { describeWithRedis } from '../support/redis-server';

jest.setTimeout(900_000);

/** KILLS and KILL_SEED run it longer, or another way. */
const KILLS = Number(process.env.KILLS ?? 20);
const SEED = Number(process.env.KILL_SEED ?? 2026);
const LEAST_VIEWS = 200_000;
const USERS = 500;
const RELEASES = 50;
const WRITERS = 6;
const VIEWS_A_REQUEST = 250;
const MOST_COPIES = 5;
/** Between two kills. */
const LEAST_PAUSE_MS = 300;
const MOST_PAUSE_MS = 2_500;
/** Who gets no answer asks again after a moment, for so long. */
const RETRY_MS = 100;
const PATIENCE_MS = 120_000;
const START = Date.parse('2026-05-01T00:00:00Z');
const DAYS = 60;

type View = ReturnType<typeof aViewItem>;

interface Outcome {
  readonly sent: number;
  readonly accepted: number;
  readonly lost: number;
  readonly rows: number;
  readonly differing: string[];
  readonly kills: Readonly<Record<Victim, number>>;
  readonly slowestMs: number;
}

/** Views from all sides, each one to five times at once, while one victim after another is killed. */
async function wreak(
  world: KillableWorld,
  victims: readonly Victim[],
  kills: number,
  least: number,
): Promise<Outcome> {
  const random = randomStream(SEED);
  const sender = new Sender(world, random);
  await sender.prepare();
  let over = false;
  const writers = Array.from({ length: WRITERS }, async () => {
    while (!over || sender.acknowledged.size < least) await sender.sendSome();
  });
  const counts: Record<Victim, number> = { service: 0, backend: 0, postmaster: 0, redis: 0 };
  let slowestMs = 0;
  for (let kill = 0; kill < kills; kill++) {
    await delay(LEAST_PAUSE_MS + random() * (MOST_PAUSE_MS - LEAST_PAUSE_MS));
    // Each in its turn first, so that none is left out; then as it comes.
    const victim = victims[kill < victims.length ? kill : Math.floor(random() * victims.length)]!;
    slowestMs = Math.max(slowestMs, await world.kill(victim, random));
    counts[victim]++;
  }
  over = true;
  await Promise.all(writers);
  await sender.repeatSome();
  return { ...(await sender.judge()), kills: counts, slowestMs };
}

class Sender {
  /** Ids that were answered for. */
  readonly acknowledged = new Map<string, View>();
  private readonly ids = new Set<string>();
  private accepted = 0;

  constructor(
    private readonly world: KillableWorld,
    private readonly random: () => number,
  ) {}

  async prepare(): Promise<void> {
    const users = Array.from({ length: USERS }, (_, index) => ({
      id: userId(index + 1),
      registered_at: new Date(START - index * 3_600_000).toISOString(),
    }));
    const releases = Array.from({ length: RELEASES }, (_, index) => ({
      id: releaseId(index + 1),
      title: `Release ${index + 1}`,
      genres: [],
    }));
    for (let first = 0; first < USERS; first += 500)
      await this.send('PUT', '/users', { users: users.slice(first, first + 500) });
    await this.send('PUT', '/catalogue/releases', { releases });
  }

  async sendSome(): Promise<void> {
    const views = Array.from({ length: VIEWS_A_REQUEST }, () => this.someView());
    for (const { event_id } of views) this.ids.add(event_id);
    await this.deliver(views);
    for (const view of views) this.acknowledged.set(view.event_id, view);
  }

  /** Long after all kills, what has been answered for comes once more. */
  async repeatSome(): Promise<void> {
    await this.deliver([...this.acknowledged.values()].slice(0, 1_000));
  }

  async judge() {
    const client = new Client({ connectionString: this.world.databaseUrl });
    await client.connect();
    try {
      const { rows: lost } = await client.query(
        `SELECT id FROM unnest($1::uuid[]) AS sent (id)
         WHERE NOT EXISTS (SELECT FROM view_events WHERE event_id = id)`,
        [[...this.acknowledged.keys()]],
      );
      const { rows } = await client.query<{ views: number }>(
        'SELECT count(*)::integer AS views FROM view_events',
      );
      const { stored, recounted } = await compareWithRecount(client);
      const differing = Object.keys(stored).filter(
        (name) => JSON.stringify(stored[name as never]) !== JSON.stringify(recounted[name as never]),
      );
      return {
        sent: this.ids.size,
        accepted: this.accepted,
        lost: lost.length,
        rows: rows[0]!.views,
        differing,
      };
    } finally {
      await client.end();
    }
  }

  private someView(): View {
    const viewedAt = START + this.random() * DAYS * 86_400_000;
    return aViewItem({
      eventId: randomUUID(),
      userId: userId(1 + Math.floor(this.random() ** 2 * USERS)),
      releaseId: releaseId(1 + Math.floor(this.random() * RELEASES)),
      viewedAt: new Date(viewedAt).toISOString(),
      watchSeconds: Math.floor(this.random() * 5_000),
      completion: this.random() < 0.7 ? Math.round(this.random() * 100) / 100 : null,
    });
  }

  /** To both replicas at once, as often as it comes; answered for as soon as one of them has. */
  private async deliver(views: readonly View[]): Promise<void> {
    const copies = 1 + Math.floor(this.random() * MOST_COPIES);
    const body = { events: views };
    const deliveries = Array.from({ length: copies }, () => this.send('POST', '/views', body));
    for (const text of await Promise.all(deliveries)) {
      const { accepted, duplicates, rejected } = JSON.parse(text) as Record<string, unknown>;
      if (Number(accepted) + Number(duplicates) !== views.length)
        throw new Error(`Of ${views.length} views ${text} were taken: ${JSON.stringify(rejected)}`);
      this.accepted += Number(accepted);
    }
  }

  /** Until one replica has answered with success. */
  private async send(method: string, path: string, body: object): Promise<string> {
    const began = performance.now();
    for (;;) {
      const replica = this.world.replicas[this.random() < 0.5 ? 0 : 1]!;
      const client = new LoadClient(replica.url);
      try {
        const { status, text } = await client.send({ method, path, token: replica.adminToken, body });
        if (status === 200) return text;
        if (status !== 503) throw new Error(`${path} answered ${status}: ${text}`);
      } catch (error) {
        // Killed before it could answer: refused, or broken off.
        if ((error as NodeJS.ErrnoException).code === undefined) throw error;
      } finally {
        client.close();
      }
      if (performance.now() - began > PATIENCE_MS) throw new Error(`${path} was not answered in time`);
      await delay(RETRY_MS);
    }
  }
}

describeWithRedis('views, while everything is killed at random moments', () => {
  let world: KillableWorld | undefined;
  afterEach(() => world?.stop());

  it('are neither lost nor counted twice, and every rollup is right', async () => {
    world = await KillableWorld.start();
    const { sent, accepted, lost, rows, differing, kills, slowestMs } = await wreak(
      world,
      VICTIMS,
      KILLS,
      LEAST_VIEWS,
    );
    console.info(
      `killed ${KILLS} times (${VICTIMS.map((victim) => `${victim} ${kills[victim]}`).join(', ')}; seed ${SEED}), ` +
        `back after ${Math.round(slowestMs)} ms at most: ${sent} views sent 1 to ${MOST_COPIES} times, ` +
        `${lost} lost, ${rows} rows, ${differing.length} kinds of rollups that differ`,
    );
    expect(lost).toBe(0);
    expect(rows).toBe(sent);
    expect(accepted).toBeLessThanOrEqual(sent);
    expect(differing).toEqual([]);
  });

  it('are found lost where a service answers before the commit', async () => {
    world = await KillableWorld.start('answers-before-commit');
    const { lost } = await wreak(world, ['service'], 3, 1);
    console.info(`a service that answers before the commit: ${lost} lost`);
    expect(lost).toBeGreaterThan(0);
  });

  it('are found counted twice where a service forgets ids', async () => {
    world = await KillableWorld.start('forgets-ids');
    const { rows, sent } = await wreak(world, ['service'], 1, 1);
    console.info(`a service that forgets ids: ${rows} rows of ${sent} views`);
    expect(rows).toBeGreaterThan(sent);
  });
});
