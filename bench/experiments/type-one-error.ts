import { parseArgs } from 'node:util';
import { HARD_METRICS, type PlannedMetric, USUAL_METRICS } from './metrics';
import { RandomNumbers } from './random-numbers';
import { SimulatedTest } from './simulated-test';

/**
 * How often the service names a winner in simulated tests: `node --require ./bench/register.cjs
 * bench/experiments/type-one-error.ts [--replications N] [--seed N]`, tables on standard output.
 */

const DAYS = 28;
/** Of the planned size. */
const SIZES = [1, 1.5, 2];

interface Options {
  readonly replications: number;
  readonly seed: number;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      replications: { type: 'string', default: '10000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const options = { replications: Number(values.replications), seed: Number(values.seed) };
  const started = performance.now();
  process.stdout.write(`${falseAlarms(options)}\n\n${power(options)}\n\n`);
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  process.stdout.write(`${options.replications} tests a row, seed ${options.seed}, ${seconds} s\n`);
}

/** A/A tests: any winner is a false alarm. */
function falseAlarms(options: Options): string {
  const rows = [...USUAL_METRICS, ...HARD_METRICS].map((metric) => {
    const counts = { once: 0, peeking: 0, sequential: 0 };
    repeat(options, metric, (random, perDay) => {
      const test = new SimulatedTest(metric, 0, random);
      let [peeked, sequential, last] = [false, false, false];
      for (let day = 0; day < DAYS; day++) {
        test.addDay(perDay);
        last = test.winner('fixed') !== null;
        peeked ||= last;
        sequential ||= test.winner('sequential') !== null;
      }
      counts.once += Number(last);
      counts.peeking += Number(peeked);
      counts.sequential += Number(sequential);
    });
    const shares = [counts.once, counts.peeking, counts.sequential].map((count) => percent(count, options));
    return [metric.name, String(perDayOf(metric)), ...shares];
  });
  return table(
    `False alarms in A/A tests over ${DAYS} days`,
    ['metric', 'users a day and arm', 'fixed, one look', 'fixed, daily looks', 'sequential, daily looks'],
    rows,
  );
}

/** The true effect is the minimum detectable one: how often the treatment wins by then. */
function power(options: Options): string {
  const rows = USUAL_METRICS.flatMap((metric) => {
    const fixed = SIZES.map(() => 0);
    const sequential = SIZES.map(() => 0);
    repeat(options, metric, (random, perDay) => {
      const test = new SimulatedTest(metric, metric.effect, random);
      let found = false;
      for (let day = 1; day <= DAYS * SIZES.at(-1)!; day++) {
        test.addDay(perDay);
        found ||= test.winner('sequential') === 'B';
        const size = SIZES.indexOf(day / DAYS);
        if (size === -1) continue;
        sequential[size]! += Number(found);
        fixed[size]! += Number(test.winner('fixed') === 'B');
      }
    });
    const line = (name: string, counts: readonly number[]) => [
      metric.name,
      `${(100 * metric.effect).toFixed(0)} %`,
      String(metric.requiredPerVariant),
      name,
      ...counts.map((count) => percent(count, options)),
    ];
    return [line('fixed, one look', fixed), line('sequential, daily looks', sequential)];
  });
  return table(
    'Power, true effect = minimum detectable effect',
    ['metric', 'effect', 'planned per arm', 'inference', ...SIZES.map((size) => `${size} × planned`)],
    rows,
  );
}

/** Every test has random numbers of its own, so that a row does not depend on how many come before it. */
function repeat(
  { replications, seed }: Options,
  metric: PlannedMetric,
  simulate: (random: RandomNumbers, perDay: number) => void,
): void {
  for (let replication = 0; replication < replications; replication++) {
    simulate(new RandomNumbers(seed * 1_000_003 + replication), perDayOf(metric));
  }
}

/** The planned number of users comes in the planned days. */
function perDayOf(metric: PlannedMetric): number {
  return Math.ceil(metric.requiredPerVariant / DAYS);
}

function percent(count: number, { replications }: Options): string {
  const share = count / replications;
  const error = 1.96 * Math.sqrt((share * (1 - share)) / replications);
  return `${(100 * share).toFixed(1)} ± ${(100 * error).toFixed(1)} %`;
}

function table(title: string, header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, '', line(header), `|${header.map(() => '---|').join('')}`, ...rows.map(line)].join(
    '\n',
  );
}

main();
