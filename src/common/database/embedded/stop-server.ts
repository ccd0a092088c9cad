import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgresOptions } from './contract';
import { DataFolder } from './data-folder';
import { EmbeddedPostgresError } from './error';
import { findPostmaster } from './observe';
import { processIdentity, stillLives } from './process-identity';
import { announceLeave, deregister, livingUsers, User } from './users';

const FAST_TIMEOUT_MS = 15_000;
/** PostgreSQL itself kills what is left after 5 s. */
const IMMEDIATE_TIMEOUT_MS = 8_000;
const POLL_MS = 50;

interface KnownProcess {
  pid: number;
  identity: string;
}

/**
 * Gives up one's use of the server; the last one stops it.
 * @param known the server as it was found at the start, in case its data folder has been removed since
 */
export async function leaveServer(
  folder: DataFolder,
  user: User,
  log: EmbeddedPostgresOptions['log'],
  known?: KnownProcess,
): Promise<void> {
  try {
    // A full disk or a removed folder must not keep the server running.
    const announced = await announceLeave(folder, user).then(
      () => true,
      () => false,
    );
    if (!announced) await deregister(folder, user).catch(() => undefined);
    const users = await livingUsers(folder).catch(() => []);
    const others = users.filter(({ id, leaving }) => id !== user.id && !leaving);
    if (others.length > 0) {
      log({ code: 'postgres.left_running', params: { users: String(others.length) } });
      return;
    }
    await stopPostmaster(folder, log, known);
  } finally {
    await deregister(folder, user).catch(() => undefined);
  }
}

async function stopPostmaster(folder: DataFolder, log: EmbeddedPostgresOptions['log'], known?: KnownProcess) {
  const found = await findPostmaster(folder).catch(() => undefined);
  const identity = found && processIdentity(found.pid);
  const target = found && identity ? { pid: found.pid, identity } : known;
  if (!target || !stillLives(target.pid, target.identity)) return;
  const params = { pid: String(target.pid) };
  log({ code: 'postgres.stopping', params });
  // SIGINT, fast: rolls back what is open and writes a checkpoint; SIGQUIT, immediate: recovers at the next start.
  const stopped =
    (await signalAndWait(target, 'SIGINT', FAST_TIMEOUT_MS)) ||
    (await signalAndWait(target, 'SIGQUIT', IMMEDIATE_TIMEOUT_MS));
  if (!stopped) {
    const message = `The database server, process ${target.pid}, does not stop.`;
    throw new EmbeddedPostgresError('postgres.stop_failed', message, params);
  }
  log({ code: 'postgres.stopped', params });
}

async function signalAndWait({ pid, identity }: KnownProcess, signal: NodeJS.Signals, timeout: number) {
  const deadline = Date.now() + timeout;
  try {
    process.kill(pid, signal);
  } catch {
    // gone already, which the loop sees
  }
  while (stillLives(pid, identity)) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
