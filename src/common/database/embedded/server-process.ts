import { ChildProcess, spawn, SpawnOptions } from 'node:child_process';
import { Binaries } from './binaries';
import { childEnvironment, childFolder } from './command';
import { DataFolder } from './data-folder';
import { RunAs } from './run-as';
import { openLog, readLogSince } from './server-log';
import { asArguments, fixedSettings } from './settings';

export interface ServerProcess {
  pid: number | undefined;
  exited: boolean;
  /** Its log since the launch. `own`: without the lines of other processes that write to the same file. */
  said(): Promise<{ all: string; own: string }>;
}

/**
 * Launches a server that outlives this process and its terminal: in a session of its own, so that a Ctrl-C
 * reaches the service alone, which then drains against a living database; and with its log in a file, as a pipe
 * would break with us.
 * @param stalePid what a dead postmaster left in `postmaster.pid`
 */
export async function launch(
  folder: DataFolder,
  { postgres }: Binaries,
  runAs: RunAs,
  port: number,
  settings: Record<string, string>,
  stalePid?: number,
): Promise<ServerProcess> {
  const { handle, size } = await openLog(folder);
  const command = runAs.command(postgres, [
    '-D',
    folder.cluster,
    ...asArguments({ ...settings, ...fixedSettings(port) }),
  ]);
  // The number may live on as another process, which PostgreSQL would take for a running server. This variable,
  // pg_ctl's own, names a number that is none; unlike a deletion of the file it keeps the check for leftover
  // backends that are still attached to the shared memory.
  const stale = stalePid ? { PG_GRANDPARENT_PID: String(stalePid) } : {};
  const options: SpawnOptions = {
    ...command.identity,
    cwd: childFolder,
    env: { ...childEnvironment, ...stale },
    detached: true,
    windowsHide: true,
    stdio: ['ignore', handle.fd, handle.fd],
  };
  try {
    return watch(folder, spawn(command.file, command.args, options), size);
  } finally {
    await handle.close();
  }
}

function watch(folder: DataFolder, child: ChildProcess, logSize: number): ServerProcess {
  let spawnFailure = '';
  const server: ServerProcess = {
    pid: child.pid,
    exited: false,
    said: async () => {
      const all = spawnFailure + (await readLogSince(folder, logSize));
      return { all, own: all.split('\n').filter(isOwn).join('\n') };
    },
  };
  const isOwn = (line: string) => !/^\d{4}-\d\d-\d\d /.test(line) || line.includes(` [${child.pid}] `);
  child.once('error', (error) => {
    spawnFailure = `${error.message}\n`;
    server.exited = true;
  });
  child.once('exit', () => (server.exited = true));
  child.unref();
  return server;
}
