import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the real data sets; KINOSCOPE_DATA says where it is. */
export const DATA_FOLDER = resolve(process.env.KINOSCOPE_DATA ?? '../shared/data');

/** Text of a file of the data sets; fails with what to do when the folder is not there. */
export function readData(...path: string[]): string {
  const file = join(DATA_FOLDER, ...path);
  if (!existsSync(file)) {
    throw new Error(`The data sets are missing (${path.join('/')}): set KINOSCOPE_DATA to their folder`);
  }
  return readFileSync(file, 'utf8');
}

export function readJson<Content>(...path: string[]): Content {
  return JSON.parse(readData(...path)) as Content;
}
