import type { PoolClient } from 'pg';

/** Runs `work` on `client` in a transaction of its own, and gives it back. */
export async function attempt<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    // A connection that could not roll back is thrown away rather than handed to the next caller.
    client.release(broken);
  }
}

/** Runs a single statement on `client`, and gives it back. */
export async function use<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> {
  let broken: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Begins a transaction that reads one snapshot, which its first statement takes; after a failure the connection is given back. */
export async function beginSnapshot(client: PoolClient): Promise<PoolClient> {
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return client;
  } catch (error) {
    client.release(error as Error);
    throw error;
  }
}
