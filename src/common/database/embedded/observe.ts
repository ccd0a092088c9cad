import { readFile, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from './connection';
import { DataFolder } from './data-folder';
import { EmbeddedPostgresError, errno } from './error';
import { isPostmasterOf, processIdentity } from './process-identity';

export interface Postmaster {
  pid: number;
  port: number;
}

type Observation =
  /** No server. `stale`: what a dead one left in its pid file, whose number may by now be another process. */
  | { state: 'absent'; stale?: Postmaster }
  /** A server that is starting, recovering, stopping or silent. */
  | { state: 'busy' }
  | { state: 'ready'; postmaster: Postmaster };

/** An unreadable pid file this old is what a full disk or a power failure left, and not being written. */
const GARBLED_AGE_MS = 2_000;

/** Looks by `postmaster.pid`, the process of that number, and an answer to our password. */
export async function observe(folder: DataFolder, password: string): Promise<Observation> {
  const file = await readPidFile(folder);
  if (file === 'absent') return { state: 'absent' };
  if (file === 'garbled') return { state: 'busy' };
  const { postmaster, ready } = file;
  const ours = isRunning(postmaster.pid, folder);
  if (ours === 'no') return { state: 'absent', stale: postmaster };
  // Only then is the port surely the postmaster's: the password goes to nobody else.
  if (!ready) return { state: 'busy' };
  const answer = await ask({ port: postmaster.port, password });
  if (answer === 'rejected' && ours === 'yes') throw passwordRejected(folder);
  if (answer === 'rejected' || answer === 'silent') return { state: 'busy' };
  if (ours === 'unclear' && (await realpath(answer.directory).catch(() => '')) !== folder.cluster) {
    return { state: 'busy' };
  }
  return { state: 'ready', postmaster };
}

/** The living postmaster of the folder, whether it answers or not. */
export async function findPostmaster(folder: DataFolder): Promise<Postmaster | undefined> {
  const file = await readPidFile(folder);
  if (typeof file === 'string') return undefined;
  return isRunning(file.postmaster.pid, folder) === 'yes' ? file.postmaster : undefined;
}

const isRunning = (pid: number, { cluster }: DataFolder) =>
  processIdentity(pid) === undefined ? 'no' : isPostmasterOf(pid, cluster);

/** Lines: pid, data folder, start, port, socket folder, address, shared memory, state. */
async function readPidFile({ cluster }: DataFolder) {
  const path = join(cluster, 'postmaster.pid');
  try {
    const lines = (await readFile(path, 'utf8')).split('\n');
    const postmaster = { pid: Number(lines[0]), port: Number(lines[3]) };
    if (postmaster.pid > 0 && postmaster.port > 0) return { postmaster, ready: lines[7]?.trim() === 'ready' };
    if (Math.abs(Date.now() - (await stat(path)).mtimeMs) < GARBLED_AGE_MS) return 'garbled' as const;
    // PostgreSQL itself would refuse to start and ask for this.
    await rm(path, { force: true });
    return 'absent' as const;
  } catch (error) {
    if (errno(error) === 'ENOENT') return 'absent' as const;
    throw error;
  }
}

function passwordRejected({ cluster }: DataFolder): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'postgres.password_rejected',
    `The database in ${cluster} does not take the password in its kinoscope.password: restore that file.`,
    { directory: cluster },
  );
}
