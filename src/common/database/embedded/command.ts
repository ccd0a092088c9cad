import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

export interface Command {
  file: string;
  args: string[];
  identity: { uid?: number; gid?: number };
}

/**
 * Nothing is inherited: PG* and locale variables would change what the programs do, and their messages are
 * read by us, hence LC_ALL.
 */
export const childEnvironment = {
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};

/** The current folder may be closed to the other user; the root folder never is. */
export const childFolder = '/';

export class CommandFailure extends Error {
  constructor(readonly detail: string) {
    super(detail);
  }
}

type ExecutionError = Error & { stdout?: string; stderr?: string; killed?: boolean };

/** Runs a short command; what it said, or why it could not even start, is in the failure. Time-out in ms. */
export async function run({ file, args, identity }: Command, timeout: number): Promise<void> {
  const options = {
    ...identity,
    env: childEnvironment,
    cwd: childFolder,
    timeout,
    killSignal: 'SIGKILL' as const,
  };
  try {
    await execute(file, args, options);
  } catch (error) {
    const { stdout = '', stderr = '', killed, message } = error as ExecutionError;
    const said = lastLines(stdout + stderr);
    throw new CommandFailure(killed ? `no answer within ${timeout / 1000} s. ${said}` : said || message);
  }
}

/** The end of an output, short enough for a message. */
export const lastLines = (output: string, count = 15): string =>
  output.trimEnd().split('\n').slice(-count).join('\n').slice(-3000).trim();
