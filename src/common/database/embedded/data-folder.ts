import { access, chown, constants, lchown, lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Account, currentUid, isRoot, userName } from './accounts';
import { EmbeddedPostgresError, errno, explainFailure } from './error';

/** Where everything of the embedded server lies; all paths are absolute and free of symbolic links. */
export interface DataFolder {
  root: string;
  cluster: string;
  /** Who uses the server, one small file each (users.ts). */
  users: string;
  log: string;
  owner: { uid: number; gid: number };
}

export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  const wanted = resolve(dataDir);
  try {
    await mkdir(wanted, { recursive: true });
    const root = await realpath(wanted);
    const { uid, gid } = await stat(root);
    const folder: DataFolder = {
      root,
      cluster: join(root, 'postgres'),
      users: join(root, 'postgres.users'),
      log: join(root, 'postgres.log'),
      owner: { uid, gid },
    };
    await refuseForeignFolder(folder);
    await mkdir(folder.users, { recursive: true, mode: 0o700 });
    await giveToOwner(folder, folder.users);
    return folder;
  } catch (error) {
    throw explainFailure(error, 'The data folder cannot be used', wanted);
  }
}

/** What root puts here belongs to the folder's owner, who may start the service as himself next time. */
export async function giveToOwner(folder: DataFolder, path: string): Promise<void> {
  if (isRoot()) await chown(path, folder.owner.uid, folder.owner.gid);
}

/** With all that is in it; the folder itself comes last, so that an interrupted run is repeated. */
export async function give(path: string, account: Account): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return;
  if (found.isDirectory()) for (const name of await readdir(path)) await give(join(path, name), account);
  await (found.isSymbolicLink() ? lchown : chown)(path, account.uid, account.gid);
}

/** Undefined when there is no such path. */
export async function ownerOf(path: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** A cluster is for its owner alone: PostgreSQL would refuse too, but without saying who that is. */
async function refuseForeignFolder(folder: DataFolder): Promise<void> {
  const me = currentUid();
  if (me === undefined || me === 0) return;
  const cluster = await ownerOf(folder.cluster);
  if (cluster && cluster.uid !== me) throw notOwner(folder.cluster, cluster.uid);
  try {
    await access(folder.root, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw folder.owner.uid === me ? error : notOwner(folder.root, folder.owner.uid);
  }
}

function notOwner(directory: string, uid: number): EmbeddedPostgresError {
  const params = { directory, owner: userName(uid), user: userName() };
  return new EmbeddedPostgresError(
    'postgres.not_owner',
    `${directory} belongs to user ${params.owner}, but Kinoscope runs as ${params.user}. ` +
      'Start it as that user, hand the folder over with chown -R, or set DATA_DIR to another folder.',
    params,
  );
}
