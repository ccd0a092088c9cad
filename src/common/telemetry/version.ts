import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Both `src` and `dist/src` lie below the folder of package.json. */
function readVersion(folder: string): string {
  try {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return version;
  } catch {
    return readVersion(join(folder, '..'));
  }
}

export const VERSION = readVersion(__dirname);
