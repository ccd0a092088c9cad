import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { errno } from './error';

export const DATABASE_USER = 'kinoscope';
const DATABASE = 'kinoscope';
const HOST = '127.0.0.1';
const CONNECT_TIMEOUT_MS = 2_000;

interface Address {
  port: number;
  password: string;
}

export const urlOf = ({ port, password }: Address): string =>
  `postgresql://${DATABASE_USER}:${password}@${HOST}:${port}/${DATABASE}`;

/** What a server answers to our password: its data folder, or that it is not (yet) to be talked with. */
type Answer = { directory: string } | 'silent' | 'rejected';

export async function ask(address: Address): Promise<Answer> {
  try {
    return await withClient(address, async (client) => {
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      return { directory: rows[0]?.data_directory ?? '' };
    });
  } catch (error) {
    // invalid_authorization_specification, invalid_password
    return errno(error)?.startsWith('28') ? 'rejected' : 'silent';
  }
}

/** The service's database, which a crash between initdb and here may have left out. */
export function ensureDatabase(address: Address): Promise<void> {
  return withClient(address, async (client) => {
    // CREATE DATABASE has no IF NOT EXISTS; the lock is for two processes that start at once.
    await client.query(`SELECT pg_advisory_lock(hashtext('kinoscope.create_database'))`);
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function withClient<T>({ port, password }: Address, work: (client: Client) => Promise<T>): Promise<T> {
  // Every field is given: what is left out, pg would take from PG* variables.
  const client = new Client({
    host: HOST,
    port,
    user: DATABASE_USER,
    password,
    database: 'postgres',
    ssl: false,
    application_name: 'kinoscope launcher',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: 30_000,
  });
  client.on('error', () => undefined); // without a listener, a lost connection would end the process
  try {
    await client.connect();
    return await work(client);
  } finally {
    // A frozen server never says goodbye.
    await Promise.race([
      client.end().catch(() => undefined),
      sleep(CONNECT_TIMEOUT_MS, undefined, { ref: false }),
    ]);
  }
}
