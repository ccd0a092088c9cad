import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mase, smape } from '../../src/modules/analytics/domain/popularity/accuracy';
import { METHODS } from '../../src/modules/analytics/domain/popularity/methods/methods';
import { loadAugurs } from '../../src/modules/analytics/infrastructure/forecasting/load-augurs';
import { meanOf, readGiven, readProphet, readWikipedia, tryAuto } from './daily-view-sets';
import { DATA_FOLDER, readData } from './data-folder';

beforeAll(loadAugurs);

const HORIZON = 28;

describe('accuracy on real data', () => {
  it('has the published figures of the naive method on M4 Weekly', () => {
    const rows = (text: string) =>
      text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.replaceAll('"', '').split(',').slice(1).filter(Boolean).map(Number));
    const train = rows(gunzipSync(readFileSync(join(DATA_FOLDER, 'm4', 'Weekly-train.csv.gz'))).toString());
    const test = rows(readData('m4', 'Weekly-test.csv'));
    const naive = train.map((history) => new Array<number>(test[0]!.length).fill(history.at(-1)!));
    const mean = (figure: (series: number) => number) =>
      train.reduce((sum, _, series) => sum + figure(series), 0) / train.length;
    expect(train).toHaveLength(359);
    expect(mean((series) => smape(test[series]!, naive[series]!)).toFixed(3)).toBe('9.161');
    expect(mean((series) => mase(test[series]!, naive[series]!, train[series]!, 1)!).toFixed(3)).toBe(
      '2.777',
    );
  });

  it('measures seasonal naive on the nine pages as R did', () => {
    const given = readGiven('wikipedia-daily', 'per_series_wiki9.csv').get('SeasonalNaive7')!;
    for (const { name, views } of readWikipedia()) {
      const history = views.slice(0, -HORIZON);
      const forecast = METHODS.snaive(history, HORIZON);
      const expected = given.find(({ series }) => series === name)!;
      expect(mase(views.slice(-HORIZON), forecast, history)).toBeCloseTo(expected.mase, 8);
      expect(smape(views.slice(-HORIZON), forecast)).toBeCloseTo(expected.smape, 8);
    }
  });

  it('is better on the nine pages than all nine methods, with a band that holds what it says', () => {
    const rows = readWikipedia().map((series) => tryAuto(series, HORIZON));
    const best = Math.min(
      ...[...readGiven('wikipedia-daily', 'per_series_wiki9.csv').values()].map((given) =>
        meanOf(given, 'mase'),
      ),
    );
    console.log(
      `nine pages, ${HORIZON} days: MASE ${meanOf(rows, 'mase').toFixed(3)} (best of nine methods ${best.toFixed(3)}), ` +
        `80 % band ${meanOf(rows, 'cov80').toFixed(3)}, 95 % band ${meanOf(rows, 'cov95').toFixed(3)}`,
    );
    expect(meanOf(rows, 'mase')).toBeLessThan(best);
    expect(meanOf(rows, 'cov80')).toBeGreaterThanOrEqual(0.75);
    expect(meanOf(rows, 'cov80')).toBeLessThanOrEqual(0.87);
    expect(meanOf(rows, 'cov95')).toBeGreaterThan(0.92);
  });

  it('holds over many origins what it says', () => {
    const series = [...readWikipedia(), ...readProphet()];
    const rows = series.flatMap(({ name, views }) =>
      // Every fourth week of the last year, without the days that the other tests look at.
      Array.from({ length: 10 }, (_, fold) =>
        tryAuto({ name, views: views.slice(0, -HORIZON * (fold + 1)) }, HORIZON),
      ),
    );
    console.log(`${rows.length} origins: 80 % band ${meanOf(rows, 'cov80').toFixed(3)}`);
    expect(meanOf(rows, 'cov80')).toBeGreaterThan(0.75);
    expect(meanOf(rows, 'cov80')).toBeLessThan(0.87);
  });
});
