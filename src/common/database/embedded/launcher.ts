import { removeInterruptedInitialisations } from './cluster';
import { ensureDatabase, urlOf } from './connection';
import { EmbeddedPostgres, EmbeddedPostgresOptions } from './contract';
import { openDataFolder } from './data-folder';
import { EmbeddedPostgresError, explainFailure } from './error';
import { processIdentity } from './process-identity';
import { startServer } from './start-server';
import { leaveServer } from './stop-server';
import { deregister, livingUsers, register } from './users';

/**
 * Gives a PostgreSQL server on `dataDir`: a new one, or the one that runs there already, be it another process's
 * or left by a killed one. Either way it is this process's too, and the last one to `stop()` ends it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log } = options;
  const folder = await openDataFolder(options.dataDir);
  const failed = (error: unknown) => explainFailure(error, 'The database could not be started', folder.root);
  const user = await register(folder).catch((error: unknown) => {
    throw failed(error);
  });
  try {
    const users = await livingUsers(folder);
    await removeInterruptedInitialisations(
      folder,
      users.map(({ id }) => id),
    );
    const server = await startServer(folder, user, options);
    await ensureDatabase(server);
    const known = { pid: server.pid, identity: processIdentity(server.pid) ?? '' };
    let stopped: Promise<void> | undefined;
    return { url: urlOf(server), stop: () => (stopped ??= leaveServer(folder, user, log, known)) };
  } catch (error) {
    const slow = error instanceof EmbeddedPostgresError && error.code === 'postgres.start_timeout';
    await (slow ? deregister(folder, user) : leaveServer(folder, user, log)).catch(() => undefined);
    throw failed(error);
  }
}
