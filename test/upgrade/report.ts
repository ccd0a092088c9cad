import type { LockWatch } from './lock-watch';
import type { SentRequest } from './traffic';

/** No statement waits longer for a lock because of a migration, and none keeps such a lock longer. */
const LONGEST_LOCK_MS = 2_000;

/** What was seen while one thing went on. */
export interface Phase {
  readonly name: string;
  readonly requests: readonly SentRequest[];
  readonly accepted: number;
  readonly watch: LockWatch;
}

export interface Findings {
  readonly phases: readonly Phase[];
  /** Acknowledged views that are not stored, or the other way round. */
  readonly missingViews: number;
  readonly differingRollupRows: number;
}

export function report({ phases }: Findings): string {
  const migrations = phases.flatMap(({ watch, requests }) =>
    watch.runs.map((run) => {
      const touched = requests.filter(({ began, ms }) => began < run.until && began + ms > run.from);
      return [
        run.name,
        milliseconds(run.until - run.from),
        milliseconds(run.longestWaitMs),
        run.held ? `${milliseconds(run.longestHeldMs)} (${run.held})` : '0 ms',
        ...outcome(touched),
      ];
    }),
  );
  return [
    table(
      ['migration', 'duration', 'others waited', 'blocking lock held', 'requests', 'failed', 'slowest'],
      migrations,
    ),
    table(
      ['phase', 'requests', 'failed', 'slowest', 'longest lock wait', 'longest between looks'],
      phases.map(({ name, requests, watch }) => [
        name,
        ...outcome(requests),
        milliseconds(watch.longestWaitMs),
        milliseconds(watch.longestGapMs),
      ]),
    ),
  ].join('\n\n');
}

/** The promises that were broken, as sentences. */
export function brokenPromises({ phases, missingViews, differingRollupRows }: Findings): string[] {
  const broken: string[] = [];
  if (phases[0]?.requests.some(({ failure }) => failure !== null))
    broken.push('requests failed before anything was migrated: this machine is too busy to judge');
  for (const { name, requests, watch } of phases) {
    const failed = requests.filter(({ failure }) => failure !== null);
    if (failed[0])
      broken.push(`${name}: ${failed.length} requests failed, first ${failed[0].kind}: ${failed[0].failure}`);
    if (watch.longestWaitMs > LONGEST_LOCK_MS)
      broken.push(`${name}: a statement waited ${milliseconds(watch.longestWaitMs)} for a lock`);
    for (const run of watch.runs)
      if (run.longestHeldMs > LONGEST_LOCK_MS)
        broken.push(`${run.name} held ${run.held} for ${milliseconds(run.longestHeldMs)}`);
  }
  if (missingViews !== 0) broken.push(`${missingViews} acknowledged views are not stored`);
  if (differingRollupRows !== 0)
    broken.push(`${differingRollupRows} rows of rollups differ from a recount of the views`);
  return broken;
}

/** How many, how many of them failed, the slowest. */
function outcome(requests: readonly SentRequest[]): string[] {
  const slowest = requests.reduce<SentRequest | null>(
    (found, next) => (found && found.ms >= next.ms ? found : next),
    null,
  );
  const failed = requests.filter(({ failure }) => failure !== null).length;
  return [
    String(requests.length),
    String(failed),
    slowest ? `${milliseconds(slowest.ms)} (${slowest.kind})` : '–',
  ];
}

const milliseconds = (value: number) => `${Math.ceil(value).toLocaleString('en')} ms`;

function table(header: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rule = header.map((_, column) => (column === 0 ? '---' : '--:'));
  return [header, rule, ...rows].map(line).join('\n');
}
