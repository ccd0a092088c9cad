import { cpus, totalmem } from 'node:os';
import type { Recording } from '../load/recorder';
import { CLIENTS, SOCKETS } from '../load/seed-load';
import { median, quantile } from '../measure';
import type { SoakOptions } from './options';
import type { Sample } from './sampler';
import { linearTrend } from './trend';

const GIB = 2 ** 30;

export interface Soak {
  readonly date: string;
  readonly options: SoakOptions;
  readonly views: number;
  readonly redis: boolean;
  readonly samples: readonly Sample[];
  readonly recording: Recording;
  /** Why the service closed or refused sockets, and how often. */
  readonly closings: ReadonlyMap<string, number>;
}

/** Ten minutes, or a third of a run that is short. */
export const warmUpMinutes = ({ minutes }: SoakOptions) => Math.min(10, minutes / 3);

/** The results as Markdown. */
export function report(soak: Soak, chart: string): string {
  return [
    ...facts(soak),
    '',
    `![Memory, CPU, hit rate and p99 over time](${chart})`,
    '',
    ...overTime(soak),
    '',
    ...requests(soak),
    '',
    ...wrongs(soak),
    '',
  ].join('\n');
}

function facts({ date, options, views, redis, samples }: Soak): string[] {
  const done = (samples.at(-1)?.at ?? 0) / 60;
  return [
    `- ${date}, ${cpus().length} cores, ${Math.round(totalmem() / GIB)} GB of memory, Node ${process.versions.node}; ` +
      'load, PostgreSQL and service on one machine',
    `- ${done.toFixed(1)} of ${options.minutes} minutes, ${views.toLocaleString('en')} views at the beginning; ` +
      `cache in ${redis ? 'Redis' : 'the process'}, jobs ${options.jobs}`,
    `- ${CLIENTS} clients with 60 requests a minute, ${SOCKETS} sockets, 10 single views a second, ` +
      '100 views every 5 s, an export every minute',
  ];
}

/** Medians of the warm-up and of what comes after it, and whether memory goes on growing. */
function overTime({ options, samples }: Soak): string[] {
  const warmUp = warmUpMinutes(options) * 60;
  const [first, rest] = [samples.filter(({ at }) => at < warmUp), samples.filter(({ at }) => at >= warmUp)];
  const line = (what: string, unit: string, valueOf: (sample: Sample) => number | null) => {
    const of = (some: readonly Sample[]) =>
      some.map(valueOf).filter((value) => value !== null && !Number.isNaN(value)) as number[];
    const show = (value: number) => (Number.isFinite(value) ? `${value.toFixed(1)} ${unit}` : '–');
    return `| ${what} | ${show(median(of(first)))} | ${show(median(of(rest)))} | ${show(Math.max(...of(samples)))} |`;
  };
  const trend = linearTrend(minuteMedians(rest));
  return [
    `| | warm-up, ${warmUpMinutes(options).toFixed(1)} min | after it | highest |`,
    '|---|--:|--:|--:|',
    line('resident memory', 'MB', ({ resident }) => resident),
    line('of the worker', 'MB', ({ worker }) => worker),
    line('heap in use', 'MB', ({ heap }) => heap),
    line('CPU of one core', '%', ({ cpu }) => 100 * cpu),
    line('hit rate', '%', ({ hitRate }) => 100 * hitRate),
    line('cached answers, p99 of 5 s', 'ms', ({ cachedP99 }) => cachedP99),
    line('uncached answers, p99 of 5 s', 'ms', ({ uncachedP99 }) => uncachedP99),
    line('event-loop lag, p99', 'ms', ({ lagP99 }) => lagP99),
    line('sockets', '', ({ sockets }) => sockets),
    '',
    trend === null
      ? 'Too short for a trend of the memory.'
      : `Resident memory after the warm-up: ${signed(trend.slope)} MB/h, 95 % interval ` +
        `${signed(trend.lower)} to ${signed(trend.upper)} MB/h (least squares of the medians of each minute): ` +
        `${trend.lower > 0 ? '**it grows**' : 'no growth beyond the noise'}.`,
  ];
}

/** Neighbouring samples see the same heap; of a minute's the median is taken for one. In hours and megabytes. */
function minuteMedians(samples: readonly Sample[]): [number, number][] {
  const minutes = new Map<number, number[]>();
  for (const { at, resident } of samples) {
    const minute = Math.floor(at / 60);
    minutes.set(minute, [...(minutes.get(minute) ?? []), resident]);
  }
  return [...minutes].map(([minute, values]) => [minute / 60, median(values)]);
}

function requests({ recording: { times } }: Soak): string[] {
  const show = (value: number) => `${value.toFixed(1)} ms`;
  return [
    '| requests | count | p50 | p99 | longest |',
    '|---|--:|--:|--:|--:|',
    ...[...times]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(
        ([kind, all]) =>
          `| ${kind} | ${all.length.toLocaleString('en')} | ${show(quantile(all, 0.5))} | ` +
          `${show(quantile(all, 0.99))} | ${show(quantile(all, 1))} |`,
      ),
  ];
}

function wrongs({ recording: { failures }, closings }: Soak): string[] {
  const list = (found: ReadonlyMap<string, number>) =>
    [...found].map(([what, count]) => `${count} × ${what}`).join(', ') || 'none';
  return [
    `Requests that failed: ${list(failures)}.`,
    '',
    `Sockets that the service closed (their tokens end, and they come back with new ones): ${list(closings)}.`,
  ];
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
