import { loadAugurs } from '../src/modules/analytics/infrastructure/forecasting/load-augurs';
import {
  type Accuracy,
  meanOf,
  type NamedSeries,
  readGiven,
  readProphet,
  readWikipedia,
  tryAuto,
} from '../test/data/daily-view-sets';

/** Our default model beside nine methods of R's forecast package and Prophet, on the last days of real series. */
export function forecastAccuracy(): string {
  loadAugurs();
  const wikipedia = readGiven('wikipedia-daily', 'per_series_wiki9.csv');
  const prophet = readGiven('prophet-wp', 'per_series_prophetwp.csv');
  const pages = readProphet();
  // What is compiled on first use is nobody's cost.
  tryAuto(pages[0]!, 28);
  return [
    section('nine pages of Wikipedia, last 28 days', readWikipedia(), 28, wikipedia, () => true),
    ...pages.flatMap((page) =>
      [28, 90].map((days) =>
        section(
          `${page.name}, last ${days} days`,
          [page],
          days,
          prophet,
          (name) => name === `${page.name}_h${days}`,
        ),
      ),
    ),
  ].join('\n\n');
}

function section(
  title: string,
  series: readonly NamedSeries[],
  horizon: number,
  given: ReturnType<typeof readGiven>,
  belongs: (series: string) => boolean,
): string {
  const ours = series.map((one) => tryAuto(one, horizon));
  const lines = [...given].map(([method, rows]) =>
    line(
      method,
      rows.filter((row) => belongs(row.series)),
      null,
    ),
  );
  return [
    `### Forecasts: ${title}`,
    '',
    '| method | MASE | sMAPE | WAPE | in 80 % band | in 95 % band | MSIS 95 % | CPU a series |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    line('**ours, auto**', ours, meanOf(ours, 'cpuMs')),
    ...lines,
  ].join('\n');
}

function line(method: string, rows: readonly Omit<Accuracy, 'cpuMs'>[], cpuMs: number | null): string {
  const figure = (key: keyof Omit<Accuracy, 'cpuMs'>, digits = 3) => meanOf(rows, key).toFixed(digits);
  const cells = [
    method,
    figure('mase'),
    figure('smape', 1),
    figure('wape'),
    figure('cov80'),
    figure('cov95'),
    figure('msis95', 1),
  ];
  return `| ${[...cells, cpuMs === null ? '–' : `${cpuMs.toFixed(0)} ms`].join(' | ')} |`;
}
