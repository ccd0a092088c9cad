import { type Answer, type Call, LoadClient } from '../../test/support/load';
import { randomStream } from '../data/random';
import type { Account, BuiltService } from '../support/built-service';
import { BATCH_EVERY_MS, batchOfViews, SINGLE_EVERY_MS, singleView, VIEWS_PATH } from './ingest';
import { LiveSockets } from './live-sockets';
import { Recorder } from './recorder';
import { dashboardRequests, type KindOfCall, type World } from './requests';
import { Steadily } from './steadily';

/** The seed's limit is 60 requests a minute, and this many clients use all of it. */
export const CLIENTS = 50;
export const REQUEST_EVERY_MS = 1_000;
export const SOCKETS = 200;

/** {@link CLIENTS} dashboards, {@link SOCKETS} sockets of the same people, and a player's backend that tells of views. */
export class SeedLoad {
  readonly recorder = new Recorder();

  private constructor(
    readonly sockets: LiveSockets,
    private readonly client: LoadClient,
    private readonly work: Steadily,
  ) {}

  static async start(service: BuiltService, world: World): Promise<SeedLoad> {
    const accounts = await service.administrators(CLIENTS);
    const { key } = await service.send<{ key: string }>('POST', '/api-keys', {
      name: 'bench',
      scopes: ['ingest'],
    });
    const sockets = await LiveSockets.open(new URL(service.url).origin, accounts, SOCKETS);
    const load = new SeedLoad(sockets, new LoadClient(service.url), new Steadily());
    accounts.forEach((account, number) => load.addDashboard(world, account, number));
    load.addIngest(world, key);
    return load;
  }

  async stop(): Promise<void> {
    await this.work.stop();
    this.sockets.close();
    this.client.close();
  }

  private addDashboard(world: World, account: Account, number: number): void {
    const next = dashboardRequests(world, randomStream(number + 1));
    this.work.every(REQUEST_EVERY_MS, (number * REQUEST_EVERY_MS) / CLIENTS, () =>
      this.send({ ...next(), token: account.token() }),
    );
  }

  private addIngest(world: World, key: string): void {
    const random = randomStream(CLIENTS + 1);
    const headers = { 'x-api-key': key };
    this.work.every(SINGLE_EVERY_MS, 0, () => this.send({ ...singleView(world, random), headers }));
    this.work.every(BATCH_EVERY_MS, 0, () => this.send({ ...batchOfViews(world, random), headers }));
  }

  private async send({ kind, ...call }: KindOfCall): Promise<void> {
    try {
      const { status, headers, text, ms } = await this.ask(call);
      if (status !== 200) this.recorder.failed(kind, String(status));
      else if (call.path === VIEWS_PATH && !text.includes('"rejected":[]'))
        this.recorder.failed(kind, 'rejected');
      else this.recorder.succeeded([kind, ...stateOf(headers['x-cache'])], ms);
    } catch {
      this.recorder.failed(kind, 'no answer');
    }
  }

  /** Asks again, as browsers do, where the service has closed a connection because it was idle. */
  private ask(call: Call): Promise<Answer> {
    return this.client.send(call).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') throw error;
      return this.client.send(call);
    });
  }
}

/** A stale answer comes from the cache as well. */
function stateOf(cache: string | undefined): string[] {
  return cache === undefined ? [] : [cache === 'MISS' ? 'uncached' : 'cached'];
}
