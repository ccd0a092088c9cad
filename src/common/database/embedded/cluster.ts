import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userName } from './accounts';
import { Binaries } from './binaries';
import { CommandFailure, run } from './command';
import { DATABASE_USER } from './connection';
import { DataFolder, give } from './data-folder';
import { EmbeddedPostgresError, errno, explain } from './error';
import { RunAs } from './run-as';
import { asArguments, initialSettings } from './settings';

const INIT_TIMEOUT_MS = 60_000;
const WORKSHOP = 'postgres.init-';

/** Inside the cluster, so that the two appear together and are backed up together. */
const passwordFile = (cluster: string) => join(cluster, 'kinoscope.password');

export async function clusterExists({ cluster }: DataFolder): Promise<boolean> {
  const content = await readdir(cluster).catch((error): string[] => {
    if (errno(error) === 'ENOENT') return [];
    throw error;
  });
  if (content.includes('PG_VERSION')) return true;
  if (content.length === 0) return false;
  throw new EmbeddedPostgresError(
    'postgres.directory_not_empty',
    `${cluster} holds files, but no PostgreSQL cluster. Move them away or set DATA_DIR to another folder.`,
    { directory: cluster },
  );
}

export async function readPassword({ cluster }: DataFolder): Promise<string> {
  const file = passwordFile(cluster);
  const password = await readFile(file, 'utf8').catch((error) => {
    if (errno(error) !== 'ENOENT') throw error;
  });
  if (password?.trim()) return password.trim();
  const message = `The database's password is missing: restore ${file} from a backup.`;
  throw new EmbeddedPostgresError('postgres.password_missing', message, { file });
}

/**
 * Makes the cluster in a folder of its own and moves it into place when complete: what an interrupted initdb
 * leaves is never taken for a cluster, and of two that run at once the later finds the place taken.
 * @param id the registered user's, by which others see that the folder is in use
 */
export async function initialise(
  folder: DataFolder,
  { initdb }: Binaries,
  runAs: RunAs,
  id: string,
  durable: boolean,
): Promise<void> {
  const workshop = join(folder.root, WORKSHOP + id);
  const cluster = join(workshop, 'cluster');
  const password = join(workshop, 'password');
  try {
    await mkdir(workshop, { mode: 0o700 });
    await writeFile(password, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
    if (runAs.account) for (const path of [workshop, password]) await give(path, runAs.account);
    const args = [
      `--pgdata=${cluster}`,
      `--username=${DATABASE_USER}`,
      `--pwfile=${password}`,
      ...initArguments,
    ];
    await run(runAs.command(initdb, durable ? args : [...args, '--no-sync']), INIT_TIMEOUT_MS);
    await rename(password, passwordFile(cluster));
    if (durable) await syncFolder(cluster);
    await rename(cluster, folder.cluster).catch((error) => {
      if (errno(error) !== 'ENOTEMPTY' && errno(error) !== 'EEXIST') throw error;
    });
    if (durable) await syncFolder(folder.root);
  } catch (error) {
    throw initFailed(folder, error, runAs.account?.name);
  } finally {
    await rm(workshop, { recursive: true, force: true }).catch(() => undefined);
  }
}

const initArguments = [
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  // PostgreSQL's own C.UTF-8: the same order on every system, and no reindexing after an update of its libc.
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--data-checksums',
  '--no-instructions',
  ...asArguments(initialSettings),
];

function initFailed(folder: DataFolder, error: unknown, user?: string): EmbeddedPostgresError {
  const detail = error instanceof CommandFailure ? error.detail : String(error);
  if (/could not look up effective user ID/.test(detail)) {
    return new EmbeddedPostgresError(
      'postgres.user_unknown',
      `The user id ${userName()} has no name in /etc/passwd, which PostgreSQL wants to make a new cluster. ` +
        'Add the user or run as another one.',
      { user: userName() },
    );
  }
  return explain('postgres.init_failed', 'The database could not be initialised', folder.root, detail, user);
}

/** @param ids users whose initialisation may still be running */
export async function removeInterruptedInitialisations(folder: DataFolder, ids: string[]): Promise<void> {
  for (const name of await readdir(folder.root)) {
    if (!name.startsWith(WORKSHOP) || ids.includes(name.slice(WORKSHOP.length))) continue;
    // If it cannot be removed, e.g. as it was another user's, it is in nobody's way.
    await rm(join(folder.root, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return; // has no such thing
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}
