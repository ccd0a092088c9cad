import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/common/database/data-source-options';
import { Database } from '../../src/common/database/database';
import { startEmbeddedPostgres } from '../../src/common/database/embedded';
import { migrate } from '../../src/common/database/migrate';

/** One database as the service opens it: TypeORM's pool and the pool for long statements. */
export interface OpenDatabase {
  readonly url: string;
  readonly database: Database;
  close(): Promise<void>;
}

/** PostgreSQL in a temporary folder, with the settings that the service itself starts it with. */
export class PostgresServer {
  private constructor(
    private readonly url: string,
    private readonly stopServer: () => Promise<void>,
  ) {}

  static async start(): Promise<PostgresServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'kinoscope-bench-'));
    const remove = () => rm(dataDir, { recursive: true, force: true });
    try {
      const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
      return new PostgresServer(server.url, async () => {
        await server.stop();
        await remove();
      });
    } catch (error) {
      await remove();
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.stopServer();
  }

  async version(): Promise<string> {
    const [row] = await this.run('postgres', 'SHOW server_version');
    return String(row!.server_version);
  }

  /** A new database with the service's schema. */
  async create(name: string): Promise<void> {
    await this.run('postgres', `CREATE DATABASE ${name}`);
    const dataSource = await new DataSource(dataSourceOptions(this.urlOf(name))).initialize();
    await migrate(dataSource);
    await dataSource.destroy();
  }

  /** A copy of a database that nobody is connected to. */
  async copy(from: string, to: string): Promise<void> {
    await this.run('postgres', `CREATE DATABASE ${to} TEMPLATE ${from} STRATEGY file_copy`);
  }

  async drop(name: string): Promise<void> {
    await this.run('postgres', `DROP DATABASE ${name} WITH (FORCE)`);
  }

  async open(name: string): Promise<OpenDatabase> {
    const url = this.urlOf(name);
    const dataSource = await new DataSource(dataSourceOptions(url)).initialize();
    const database = new Database(dataSource);
    const close = async () => {
      await database.onApplicationShutdown();
      await dataSource.destroy();
    };
    return { url, database, close };
  }

  /** One statement outside all pools and their time-outs. */
  async run(name: string, text: string): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.urlOf(name) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  }

  urlOf(name: string): string {
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return url.toString();
  }
}
