import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Both `src` and `dist/src` lie below it. */
function findPackageFolder(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findPackageFolder(join(folder, '..'));
}

/** Where package.json lies. */
export const PACKAGE_FOLDER = findPackageFolder(__dirname);
