import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/common/database/embedded';
import { migrate } from '../../src/common/database/migrate';
import { eventually } from './eventually';
import { RedisServer } from './redis-server';
import { ServiceProcess } from './service-process';

export const VICTIMS = ['service', 'backend', 'postmaster', 'redis'] as const;
export type Victim = (typeof VICTIMS)[number];

const RECOVERY_MS = 60_000;
const STARTS = 3;

/** Two replicas on a durable PostgreSQL and a Redis of their own, each of which can be killed and comes back at its address. */
export class KillableWorld {
  readonly replicas: ServiceProcess[] = [];
  private preloaded: readonly string[] = [];

  private constructor(
    private readonly dataDir: string,
    private postgres: EmbeddedPostgres,
    private redis: RedisServer,
  ) {}

  static async start(): Promise<KillableWorld> {
    const dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-kills-'));
    const postgres = await startPostgres(dataDir);
    const dataSource = await new DataSource(dataSourceOptions(postgres.url)).initialize();
    await migrate(dataSource);
    await dataSource.destroy();
    const world = new KillableWorld(dataDir, postgres, await RedisServer.start());
    try {
      for (const index of [0, 1]) world.replicas[index] = await world.startReplica();
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  /** Resolves when the victim is back, with the milliseconds that took. */
  async kill(victim: Victim, random: () => number): Promise<number> {
    const began = performance.now();
    switch (victim) {
      case 'service': {
        const index = random() < 0.5 ? 0 : 1;
        await this.replicas[index]!.stop('SIGKILL');
        this.replicas[index] = await this.startReplica();
        break;
      }
      case 'backend':
        await this.killBackend(random);
        break;
      case 'postmaster':
        await this.killPostmaster();
        break;
      case 'redis': {
        const port = Number(new URL(this.redis.url).port);
        await this.redis.stop();
        this.redis = await RedisServer.start(port);
        break;
      }
    }
    return performance.now() - began;
  }

  /** Both replicas begin anew with clocks that are eight days ahead; what Redis would keep for less is gone. */
  async eightDaysLater(): Promise<void> {
    for (const replica of this.replicas) await replica.stop();
    await this.redis.client.flushall();
    this.preloaded = [join(__dirname, 'eight-days-later.ts')];
    for (const index of this.replicas.keys()) this.replicas[index] = await this.startReplica();
  }

  async stop(): Promise<void> {
    for (const replica of this.replicas) await replica.stop('SIGKILL');
    await this.redis.stop();
    await this.postgres.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** Tries again, as whatever supervises a service does: on a starved machine a start may miss its time limits. */
  private async startReplica(starts = STARTS): Promise<ServiceProcess> {
    const env = { DATABASE_URL: this.postgres.url, REDIS_URL: this.redis.url };
    try {
      return await ServiceProcess.start(env, this.preloaded);
    } catch (error) {
      if (starts === 1) throw error;
      return this.startReplica(starts - 1);
    }
  }

  /** After which the postmaster ends all others, and recovers. */
  private async killBackend(random: () => number): Promise<void> {
    const client = new Client({ connectionString: this.postgres.url });
    client.on('error', () => undefined);
    await client.connect();
    const { rows } = await client.query<{ pid: number }>(`
      SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid`);
    const victim = rows[Math.floor(random() * rows.length)];
    if (victim) process.kill(victim.pid, 'SIGKILL');
    await client.end().catch(() => undefined);
    await this.answers();
  }

  private async killPostmaster(): Promise<void> {
    const file = join(this.dataDir, 'postgres', 'postmaster.pid');
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
    const { url } = this.postgres;
    this.postgres = await startPostgres(this.dataDir);
    if (this.postgres.url !== url) throw new Error('PostgreSQL came back at another address');
    await this.answers();
  }

  private async answers(): Promise<void> {
    await eventually(RECOVERY_MS, async () => {
      const client = new Client({ connectionString: this.postgres.url });
      client.on('error', () => undefined);
      await client.connect();
      await client.query('SELECT 1').finally(() => client.end());
    });
  }
}

/** With the settings of production: what is committed must outlive a kill. */
const startPostgres = (dataDir: string) => startEmbeddedPostgres({ dataDir, log: () => undefined });
