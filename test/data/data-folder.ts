import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of the real data sets; KINOSCOPE_DATA says where it is. */
export const DATA_FOLDER = resolve(process.env.KINOSCOPE_DATA ?? '../shared/data');

/** A file of the data sets; fails with what to do when the folder is not there. */
export function readBytes(...path: string[]): Buffer {
  const file = join(DATA_FOLDER, ...path);
  if (!existsSync(file)) {
    throw new Error(`The data sets are missing (${path.join('/')}): set KINOSCOPE_DATA to their folder`);
  }
  return readFileSync(file);
}

export function readData(...path: string[]): string {
  return readBytes(...path).toString();
}

export function readJson<Content>(...path: string[]): Content {
  return JSON.parse(readData(...path)) as Content;
}
