import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

/** Names of a version's migrations, in their order. */
export const migrationsOf = (folder: string) => readdirSync(join(folder, 'migrations')).sort();

/** The newest commit without the newest migration: the parent of the one that added it, or HEAD if none has yet. */
export function versionBeforeLastMigration(): string {
  const newest = join('migrations', migrationsOf(ROOT).at(-1)!);
  const [added] = git('log', '--diff-filter=A', '--format=%H', '--', newest).split('\n');
  return git('rev-parse', '--short', added ? `${added}^` : 'HEAD');
}

/** Builds a version in a folder of its own, which {@link removeVersion} removes. */
export function buildVersion(ref: string, folder: string): void {
  git('worktree', 'add', '--detach', folder, ref);
  const read = (root: string) => readFileSync(join(root, 'package-lock.json'), 'utf8');
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  if (read(folder) === read(ROOT)) {
    for (const packages of ['node_modules', 'dashboard/node_modules'])
      if (existsSync(join(ROOT, packages))) symlinkSync(join(ROOT, packages), join(folder, packages));
  } else {
    npm('ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error');
  }
  npm('run', 'build', '--silent');
}

export function removeVersion(folder: string): void {
  if (existsSync(folder)) git('worktree', 'remove', '--force', folder);
}

/** Fails unless the new version has all migrations of the old one as they were: a released one never changes. */
export function expectSameMigrations(folder: string): void {
  for (const file of migrationsOf(folder)) {
    const [before, now] = [folder, ROOT].map((root) => join(root, 'migrations', file));
    if (!existsSync(now!) || readFileSync(before!, 'utf8') !== readFileSync(now!, 'utf8'))
      throw new Error(`${file} has been changed since; choose another --from, or put it back`);
  }
}
