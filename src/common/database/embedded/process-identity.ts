import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { errno } from './error';

/** The process lives, but this system does not tell us its start time. */
const UNKNOWN = 'unknown';

/**
 * What tells a process from a later one with the same number: the start of the system and of the process.
 * Undefined when there is none, or only its zombie: inside a container nobody may ever bury an orphan.
 */
export function processIdentity(pid: number): string | undefined {
  if (!exists(pid)) return undefined;
  if (process.platform !== 'linux') return ps(pid, 'lstart=') ?? UNKNOWN;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may hold anything, so count from its end.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return exists(pid) ? UNKNOWN : undefined;
  }
}

/** Whether the process that had this identity still lives. */
export function stillLives(pid: number, identity: string): boolean {
  const now = processIdentity(pid);
  return now !== undefined && (now === identity || now === UNKNOWN || identity === UNKNOWN);
}

/** Whether a living process is the postmaster of a cluster; 'unclear' where the system does not tell. */
export function isPostmasterOf(pid: number, cluster: string): 'yes' | 'no' | 'unclear' {
  if (process.platform !== 'linux') {
    const command = ps(pid, 'command=');
    if (command === undefined) return 'unclear';
    return command.includes('postgres') && command.includes(cluster) ? 'yes' : 'no';
  }
  try {
    const data = statSync(cluster);
    if (statSync(`/proc/${pid}`).uid !== data.uid) return 'no';
    // A postmaster works inside its data folder; by inode, so that a moved folder is still known.
    const folder = statSync(`/proc/${pid}/cwd`);
    const program = basename(readlinkSync(`/proc/${pid}/exe`));
    return folder.ino === data.ino && folder.dev === data.dev && program.startsWith('postgres')
      ? 'yes'
      : 'no';
  } catch (error) {
    return errno(error) === 'ENOENT' ? 'no' : 'unclear';
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errno(error) === 'EPERM';
  }
}

function ps(pid: number, column: string): string | undefined {
  try {
    const output = execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], {
      timeout: 2000,
      encoding: 'utf8',
    });
    return output.trim() || undefined;
  } catch {
    return undefined;
  }
}
