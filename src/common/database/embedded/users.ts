import { randomBytes } from 'node:crypto';
import { readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { DataFolder, giveToOwner } from './data-folder';
import { processIdentity, stillLives } from './process-identity';

/**
 * One use of the server by one process: `postgres.users/<pid>-<random>.json`. The server belongs to its living
 * users together; a user whose process is dead counts for nothing, so a killed service leaves no claim behind.
 */
interface UserRecord {
  pid: number;
  /** Number and start of the process: numbers come again. */
  identity: string;
  /** Is on the way out and may be stopping the server. */
  leaving: boolean;
}

export interface User extends UserRecord {
  id: string;
}

export async function register(folder: DataFolder): Promise<User> {
  const { pid } = process;
  const id = `${pid}-${randomBytes(4).toString('hex')}`;
  const user: User = { id, pid, identity: processIdentity(pid) ?? '', leaving: false };
  await write(folder, user);
  return user;
}

/**
 * Who leaves says so first and then looks for others; who comes registers first and then looks for leavers.
 * So, without any lock, at least one of the two sees the other.
 */
export const announceLeave = (folder: DataFolder, user: User): Promise<void> =>
  write(folder, { ...user, leaving: true });

export const deregister = (folder: DataFolder, user: User): Promise<void> =>
  rm(fileOf(folder, user.id), { force: true });

/** The living users; forgets the dead. */
export async function livingUsers(folder: DataFolder): Promise<User[]> {
  const living: User[] = [];
  for (const file of await readdir(folder.users)) {
    const { name: id, ext } = parse(file);
    if (ext === '.draft') {
      // Of one that died while writing it; its number is the name's beginning.
      if (processIdentity(parseInt(id)) === undefined) await rm(join(folder.users, file), { force: true });
      continue;
    }
    const record = await read(fileOf(folder, id));
    if (record && stillLives(record.pid, record.identity)) living.push({ id, ...record });
    else await rm(fileOf(folder, id), { force: true });
  }
  return living;
}

const fileOf = (folder: DataFolder, id: string) => join(folder.users, `${id}.json`);

async function write(folder: DataFolder, { id, pid, identity, leaving }: User): Promise<void> {
  const record: UserRecord = { pid, identity, leaving };
  const draft = join(folder.users, `${id}.draft`);
  try {
    await writeFile(draft, JSON.stringify(record), { mode: 0o600 });
    await giveToOwner(folder, draft);
    // Renamed, so that nobody reads half a file.
    await rename(draft, fileOf(folder, id));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function read(file: string): Promise<UserRecord | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as UserRecord;
  } catch {
    return undefined; // gone meanwhile, or empty after a power failure
  }
}
