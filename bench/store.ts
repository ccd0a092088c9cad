import type { Dataset } from './data/dataset';
import { fillViews } from './data/fill-views';
import { loadCatalogue, recordViews } from './data/load-postgres';
import type { OpenDatabase, PostgresServer } from './support/postgres';

/** Share of the views that are there before the ingest is measured, so that it meets a table in use. */
const HISTORY = 0.7;
const OURS = 'ours';

/** Our database under test, which fills up in the course of a run, and copies of it for the peers. */
export class Store {
  private constructor(
    readonly server: PostgresServer,
    private readonly dataset: Dataset,
    /** Views number 0 to `recorded` - 1 are in our database. */
    public recorded: number,
  ) {}

  /** With all views, or with what comes before those that benchmarks are going to add. */
  static async fill(server: PostgresServer, dataset: Dataset, leavesSome: boolean): Promise<Store> {
    await server.create(OURS);
    const history = leavesSome ? Math.floor(dataset.views * HISTORY) : dataset.views;
    const store = new Store(server, dataset, history);
    const ours = await store.open();
    try {
      await loadCatalogue(ours.database, dataset);
      await fillViews(ours.database, dataset, history);
    } finally {
      await ours.close();
    }
    // The fill has rewritten every user: pages as full again as new rows leave them.
    await server.run(OURS, 'VACUUM FULL user_activity');
    await store.tidy();
    return store;
  }

  open(): Promise<OpenDatabase> {
    return this.server.open(OURS);
  }

  /** A copy of our database as it is now, for `work` alone. Nobody may be connected to ours. */
  async withCopy<T>(name: string, work: (copy: OpenDatabase) => Promise<T>): Promise<T> {
    await this.server.copy(OURS, name);
    const copy = await this.server.open(name);
    try {
      return await work(copy);
    } finally {
      await copy.close();
      await this.server.drop(name);
    }
  }

  /** Our database with all views, after the upkeep that autovacuum would do some minutes later. */
  async openComplete(): Promise<OpenDatabase> {
    await this.recordUntil(this.dataset.views);
    return this.open();
  }

  private async recordUntil(until: number): Promise<void> {
    if (this.recorded >= until) return;
    const ours = await this.open();
    try {
      await recordViews(ours.database, this.dataset, this.recorded, until);
      this.recorded = until;
    } finally {
      await ours.close();
    }
    await this.tidy();
  }

  private async tidy(): Promise<void> {
    await this.server.run(OURS, 'VACUUM (ANALYZE)');
    await this.server.run(OURS, 'CHECKPOINT');
  }
}
