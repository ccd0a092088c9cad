import { toDayNumber } from '../../src/common/kernel/calendar-date';
import { coverage, mase, msis, smape, wape } from '../../src/modules/analytics/domain/popularity/accuracy';
import { forecastWith, trainModel } from '../../src/modules/analytics/domain/popularity/auto-forecaster';
import { MAX_HISTORY_DAYS } from '../../src/modules/analytics/domain/popularity/daily-series';
import { readData } from './data-folder';

export interface NamedSeries {
  readonly name: string;
  readonly views: readonly number[];
}

/** Figures of a method, as the summaries of the data sets have them. */
export interface Accuracy {
  readonly mase: number;
  readonly smape: number;
  readonly wape: number;
  readonly cov80: number;
  readonly cov95: number;
  readonly msis95: number;
  /** Of training and forecast, in milliseconds. */
  readonly cpuMs: number;
}

/** Daily views of nine pages of Wikipedia, 550 days each. */
export function readWikipedia(): NamedSeries[] {
  const series = new Map<string, number[]>();
  for (const line of linesOf(readData('wikipedia-daily', 'wikipedia_9pages_550days.csv'))) {
    const [, page, , views] = /^"(.*)","(.*)",(.*)$/.exec(line)!;
    series.set(page!, [...(series.get(page!) ?? []), Number(views)]);
  }
  return [...series].map(([name, views]) => ({ name, views }));
}

/** Daily views of two pages over eight years, from their logarithms; a missing day is like the one a week before. */
export function readProphet(): NamedSeries[] {
  return ['peyton_manning', 'R'].map((page) => {
    const file = readData('prophet-wp', `example_wp_log_${page}.csv`);
    const known = linesOf(file).map((line) => line.replaceAll('"', '').split(',') as [string, string]);
    const byDay = new Map(known.map(([day, logarithm]) => [toDayNumber(day), Math.exp(Number(logarithm))]));
    const days = [...byDay.keys()];
    const views: number[] = [];
    for (let day = Math.min(...days); day <= Math.max(...days); day++) {
      views.push(byDay.get(day) ?? views.at(-7) ?? views.at(-1)!);
    }
    return { name: `example_wp_log_${page}`, views };
  });
}

/** The nine methods' own figures: by method the rows of its series. */
export function readGiven(...path: string[]): Map<string, (Omit<Accuracy, 'cpuMs'> & { series: string })[]> {
  const methods = new Map<string, (Omit<Accuracy, 'cpuMs'> & { series: string })[]>();
  for (const line of linesOf(readData(...path))) {
    const [, quoted, plain, method, figures] = /^(?:"(.*)"|([^,"]*)),(\w+),(.*)$/.exec(line)!;
    const [mase, smape, , missed, size, cov80, cov95, msis95] = figures!.split(',').map(Number);
    const row = {
      series: (quoted ?? plain)!,
      mase: mase!,
      smape: smape!,
      wape: missed! / size!,
      cov80: cov80!,
      cov95: cov95!,
      msis95: msis95!,
    };
    methods.set(method!, [...(methods.get(method!) ?? []), row]);
  }
  return methods;
}

/** Our default model, trained on all but the last `horizon` days and held against these. Augurs must be loaded. */
export function tryAuto({ views }: NamedSeries, horizon: number): Accuracy {
  const known = views.slice(0, -horizon);
  const actual = views.slice(-horizon);
  const recent = known.slice(-MAX_HISTORY_DAYS);
  const began = process.cpuUsage();
  const model = trainModel(recent, 'auto');
  const { point, lower, upper } = forecastWith(model, recent, horizon, 0.8);
  const { user, system } = process.cpuUsage(began);
  const wide = forecastWith(model, recent, horizon, 0.95);
  return {
    mase: mase(actual, point, known)!,
    smape: smape(actual, point),
    wape: wape(actual, point)!,
    cov80: coverage(actual, lower, upper),
    cov95: coverage(actual, wide.lower, wide.upper),
    msis95: msis(actual, wide.lower, wide.upper, known, 0.95)!,
    cpuMs: (user + system) / 1_000,
  };
}

export function meanOf<Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
}

const linesOf = (text: string) => text.trim().split('\n').slice(1);
