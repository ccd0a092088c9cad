import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Account, accountNamed, accountOf, isRoot, userName } from './accounts';
import { Binaries } from './binaries';
import { Command, CommandFailure, run } from './command';
import { DataFolder, ownerOf } from './data-folder';
import { EmbeddedPostgresError } from './error';

/** As whom the server's programs run, and how a command line is made to do so. */
export interface RunAs {
  /** Undefined: as the current user, nothing to change hands. */
  account?: Account;
  command(file: string, args: string[]): Command;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to another user: the cluster's owner, else the data
 * folder's, else `postgres`, else `nobody`. Each way is tried on `postgres --version` before it is chosen.
 */
export async function chooseRunAs(folder: DataFolder, binaries: Binaries): Promise<RunAs> {
  if (!isRoot()) {
    const self: RunAs = { command: (file, args) => ({ file, args, identity: {} }) };
    await tryOut(self, binaries).catch((failure: CommandFailure) => {
      throw unusable(binaries, failure);
    });
    return self;
  }
  const account = await serverAccount(folder);
  const reachable =
    (await canEnter(account, folder.cluster)) &&
    (await canEnter(account, join(binaries.native, 'lib', 'any')));
  let failure: CommandFailure | undefined;
  for (const way of reachable ? [plainly(account), throughSetpriv(account)] : [throughSetpriv(account)]) {
    try {
      await tryOut(way, binaries);
      return way;
    } catch (error) {
      failure ??= error as CommandFailure;
    }
  }
  throw reachable && failure && !/EPERM/.test(failure.detail)
    ? unusable(binaries, failure)
    : refused(folder, account, failure);
}

async function serverAccount(folder: DataFolder): Promise<Account> {
  const cluster = await ownerOf(folder.cluster);
  if (cluster && cluster.uid !== 0) {
    return accountOf(cluster.uid) ?? { ...cluster, name: userName(cluster.uid) };
  }
  // initdb wants a user with a name, so a nameless owner of the folder will not do for a new cluster.
  const folderOwner = folder.owner.uid === 0 ? undefined : accountOf(folder.owner.uid);
  const nobody: Account = { uid: 65534, gid: 65534, name: 'nobody' };
  return folderOwner ?? accountNamed('postgres') ?? accountNamed('nobody') ?? nobody;
}

/** Whether a user without further groups may enter every folder above `path`. */
async function canEnter(account: Account, path: string): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

function plainly(account: Account): RunAs {
  const identity = { uid: account.uid, gid: account.gid };
  return { account, command: (file, args) => ({ file, args, identity }) };
}

/**
 * For a folder whose parents only root may enter (a clone in /root or `mktemp -d`): the user gets the one
 * capability to walk through and read, not to write. `no_setuid_fixup` is for access(2), by which PostgreSQL
 * looks at its own binaries and which otherwise ignores the capabilities of a user who is not root.
 */
function throughSetpriv(account: Account): RunAs {
  const flags = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    '--clear-groups',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--securebits=+no_setuid_fixup',
    '--',
  ];
  return {
    account,
    command: (file, args) => ({ file: 'setpriv', args: [...flags, file, ...args], identity: {} }),
  };
}

const tryOut = (way: RunAs, binaries: Binaries) => run(way.command(binaries.postgres, ['--version']), 10_000);

function refused(folder: DataFolder, account: Account, failure?: CommandFailure): EmbeddedPostgresError {
  const params = { directory: folder.root, user: account.name, detail: failure?.detail ?? '' };
  return new EmbeddedPostgresError(
    'postgres.privileges_refused',
    `PostgreSQL does not run as root, and handing it to user ${account.name} failed: ${params.detail}. ` +
      `Set DATA_DIR (now ${params.directory}) to a folder that every user may enter, with Kinoscope itself in ` +
      'another such folder, or install util-linux (setpriv), or run Kinoscope as a plain user.',
    params,
  );
}

function unusable(binaries: Binaries, failure: CommandFailure): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'postgres.binaries_unusable',
    `The PostgreSQL that npm installed does not run here (${failure.detail}): it wants glibc and a file system ` +
      'that allows programs. Set DATABASE_URL to a PostgreSQL server of your own.',
    { file: binaries.postgres, detail: failure.detail },
  );
}
