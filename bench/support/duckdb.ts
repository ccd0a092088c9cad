import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';

/** As many as the machine that the figures are meant for has cores. */
const THREADS = '2';

/** An in-memory DuckDB, the peer of every analytical row. */
export class DuckDb {
  private constructor(
    readonly connection: DuckDBConnection,
    private readonly instance: DuckDBInstance,
  ) {}

  static async open(): Promise<DuckDb> {
    const instance = await DuckDBInstance.create(':memory:', { threads: THREADS });
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    return new DuckDb(connection, instance);
  }

  async version(): Promise<string> {
    const [row] = await this.query<{ version: string }>('SELECT version() AS version');
    return row!.version.replace(/^v/, '');
  }

  async query<Row extends object>(text: string): Promise<Row[]> {
    return (await this.connection.runAndReadAll(text)).getRowObjectsJS() as Row[];
  }

  /** A statement that is parsed and planned once; each call runs it and reads all its rows. */
  async prepare(text: string): Promise<() => Promise<object[]>> {
    const statement = await this.connection.prepare(text);
    return async () => (await statement.runAndReadAll()).getRowObjectsJS();
  }

  close(): void {
    this.connection.closeSync();
    this.instance.closeSync();
  }
}
