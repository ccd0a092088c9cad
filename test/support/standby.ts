import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/common/database/embedded';
import { migrate } from '../../src/common/database/migrate';
import { eventually } from './eventually';

const START_MS = 30_000;

/** A primary with the service's schema, and a streaming standby that begins as a copy of its stopped cluster. */
export class PrimaryAndStandby {
  private constructor(
    private readonly folder: string,
    private readonly primary: EmbeddedPostgres,
    private standby: EmbeddedPostgres,
  ) {}

  static async start(): Promise<PrimaryAndStandby> {
    const folder = mkdtempSync(join(tmpdir(), 'kinoscope-standby-'));
    const first = await startEmbeddedPostgres({ dataDir: join(folder, 'primary'), log: () => undefined });
    const dataSource = await new DataSource(dataSourceOptions(first.url)).initialize();
    await migrate(dataSource);
    await dataSource.destroy();
    await first.stop();
    cpSync(join(folder, 'primary', 'postgres'), join(folder, 'standby', 'postgres'), { recursive: true });
    writeFileSync(join(folder, 'standby', 'postgres', 'standby.signal'), '');
    const primary = await startEmbeddedPostgres({ dataDir: join(folder, 'primary'), log: () => undefined });
    const standby = await startStandby(folder, primary.url);
    return new PrimaryAndStandby(folder, primary, standby);
  }

  get primaryUrl(): string {
    return this.primary.url;
  }

  get standbyUrl(): string {
    return this.standby.url;
  }

  /** Its backends notice and end as well. */
  killStandby(): void {
    const pidFile = join(this.folder, 'standby', 'postgres', 'postmaster.pid');
    process.kill(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), 'SIGKILL');
  }

  /** At the address that it had before. */
  async startStandbyAgain(): Promise<void> {
    const { url } = this.standby;
    this.standby = await startStandby(this.folder, this.primary.url);
    if (this.standby.url !== url) throw new Error('The standby came back at another address');
  }

  async stop(): Promise<void> {
    await this.standby.stop();
    await this.primary.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Resolves when it has replayed what the primary has. */
async function startStandby(folder: string, primaryUrl: string): Promise<EmbeddedPostgres> {
  const standby = await startEmbeddedPostgres({
    dataDir: join(folder, 'standby'),
    log: () => undefined,
    // A read that stands in the way of the replay is cancelled soon.
    settings: { primary_conninfo: primaryUrl, max_standby_streaming_delay: '100ms' },
  });
  const client = new Client({ connectionString: standby.url });
  await client.connect();
  try {
    await eventually(START_MS, async () => {
      const { rows } = await client.query('SELECT 1 FROM pg_stat_wal_receiver');
      if (rows.length === 0) throw new Error('The standby does not stream');
    });
  } finally {
    await client.end();
  }
  return standby;
}
