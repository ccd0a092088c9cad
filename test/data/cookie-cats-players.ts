import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FOLDER } from './data-folder';

export interface Player {
  readonly userId: string;
  readonly version: string;
  readonly rounds: number;
  readonly retained1: boolean;
  readonly retained7: boolean;
}

/** The players of the Cookie Cats data set, in the order of the file. */
export function readCookieCats(): Player[] {
  const file = join(DATA_FOLDER, 'cookie-cats', 'cookie_cats.csv.gz');
  const lines = gunzipSync(readFileSync(file)).toString('utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const [userId = '', version = '', rounds, day1 = '', day7 = ''] = line.trim().split(',');
    const isTrue = (value: string) => /^true$/i.test(value);
    return { userId, version, rounds: Number(rounds), retained1: isTrue(day1), retained7: isTrue(day7) };
  });
}
