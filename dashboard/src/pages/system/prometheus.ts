export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

/** The samples of a text in Prometheus' exposition format; comments and what cannot be read are left out. */
export function readSamples(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(LABEL)].map(([, key, content]) => [key!, content!] as const);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
}

export interface JobFigures {
  readonly kind: string;
  readonly completed: number;
  /** Failed for good or left by a process that died. */
  readonly failed: number;
  readonly lastSuccess: string | null;
}

export interface OperationFigures {
  readonly lookups: number;
  /** 0…1; null before the first look-up. */
  readonly hitRate: number | null;
  readonly memoryBytes: number | null;
  readonly startedAt: string | null;
  readonly refused: number;
  readonly jobs: readonly JobFigures[];
}

/** What of one process's metrics somebody wants to see who looks after it. */
export function operationFigures(text: string): OperationFigures {
  const samples = readSamples(text);
  const of = (name: string) => samples.filter((sample) => sample.name === `kinoscope_${name}`);
  const sum = (found: readonly Sample[]) => found.reduce((total, { value }) => total + value, 0);
  const instant = (seconds: number | undefined) =>
    seconds === undefined ? null : new Date(1000 * seconds).toISOString();

  const lookups = of('cache_lookups_total');
  const hits = lookups.filter(({ labels }) => labels.result !== 'miss');
  const runs = of('job_runs_total');
  const kinds = [...new Set(runs.map(({ labels }) => labels.kind!))].sort();
  const last = of('job_last_success_timestamp_seconds');
  return {
    lookups: sum(lookups),
    hitRate: sum(lookups) > 0 ? sum(hits) / sum(lookups) : null,
    memoryBytes: of('process_resident_memory_bytes')[0]?.value ?? null,
    startedAt: instant(of('process_start_time_seconds')[0]?.value),
    refused: sum(of('rate_limited_requests_total')),
    jobs: kinds.map((kind) => {
      const count = (...outcomes: string[]) =>
        sum(runs.filter(({ labels }) => labels.kind === kind && outcomes.includes(labels.outcome!)));
      return {
        kind,
        completed: count('completed'),
        failed: count('failed', 'abandoned'),
        lastSuccess: instant(last.find(({ labels }) => labels.kind === kind)?.value),
      };
    }),
  };
}
