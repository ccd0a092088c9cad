import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import type { KillableWorld } from './killable-world';
import { LoadClient } from './load';

const USERS = 500;
const RELEASES = 50;
const VIEWS_A_REQUEST = 250;
const MOST_COPIES = 5;
/** Who gets no answer asks again after a moment, for so long. */
const RETRY_MS = 100;
const PATIENCE_MS = 120_000;
const START = Date.parse('2026-05-01T00:00:00Z');
const DAYS = 60;

type View = ReturnType<typeof aViewItem>;

/** Sends views to both replicas of a world, each one to five times at once, until they are answered for. */
export class ViewSender {
  /** Views that were answered for, by id. */
  readonly acknowledged = new Map<string, View>();
  /** All ids that were ever sent. */
  readonly ids = new Set<string>();
  /** How many views the answers called new. */
  accepted = 0;

  constructor(
    private readonly world: KillableWorld,
    private readonly random: () => number,
  ) {}

  /** The users and releases that the views are of. */
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
    await this.send('PUT', '/users', { users });
    await this.send('PUT', '/catalogue/releases', { releases });
  }

  async sendSome(): Promise<void> {
    const views = Array.from({ length: VIEWS_A_REQUEST }, () => this.someView());
    for (const { event_id } of views) this.ids.add(event_id);
    await this.deliver(views);
    for (const view of views) this.acknowledged.set(view.event_id, view);
  }

  /** What has been answered for comes once more, `most` of it from all the time that was sent. */
  async repeatSome(most: number): Promise<number> {
    const all = [...this.acknowledged.values()];
    const step = Math.ceil(all.length / most);
    const chosen = all.filter((_, index) => index % step === 0);
    for (let first = 0; first < chosen.length; first += VIEWS_A_REQUEST)
      await this.deliver(chosen.slice(first, first + VIEWS_A_REQUEST));
    return chosen.length;
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

  /** To both replicas at once, as often as it comes. */
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
