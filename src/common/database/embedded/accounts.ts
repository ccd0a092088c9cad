import { readFileSync } from 'node:fs';

export interface Account {
  uid: number;
  gid: number;
  name: string;
}

/**
 * Local accounts from /etc/passwd. Not through `os.userInfo()`, which knows only the current user and throws
 * for an id without a name (`docker run --user 1234`).
 */
function accounts(): Account[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .filter((line) => line.includes(':') && !line.startsWith('#'))
      .map((line) => {
        const [name = '', , uid, gid] = line.split(':');
        return { name, uid: Number(uid), gid: Number(gid) };
      });
  } catch {
    return [];
  }
}

export const accountNamed = (name: string): Account | undefined =>
  accounts().find((one) => one.name === name);

export const accountOf = (uid: number): Account | undefined => accounts().find((one) => one.uid === uid);

/** Undefined on Windows, which has no such ids. */
export const currentUid = (): number | undefined => process.geteuid?.();

export const isRoot = (): boolean => currentUid() === 0;

/** For messages: the name of a user id, or the id itself when it has none. */
export function userName(uid = currentUid()): string {
  return uid === undefined ? '' : (accountOf(uid)?.name ?? String(uid));
}
