import { existsSync, readFileSync } from 'node:fs';
import { type PromiseName, PROMISES } from './promises';
import type { Statement } from './verdict';

/** How a test ended, as jest tells it. */
export interface TestOutcome {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[] | null;
}

/** What one test found out about a promise. */
export interface Finding {
  readonly holds: boolean;
  readonly figure: string | null;
  /** The first line of its first failure. */
  readonly failure: string | null;
}

export type Findings = Readonly<Record<PromiseName, readonly Finding[]>>;

export const PROMISE_NAMES = Object.keys(PROMISES) as PromiseName[];

/** Joins what tests have written into the file with how they ended. */
export function findingsOf(file: string, outcomes: readonly TestOutcome[]): Findings {
  // Of a test that was tried again the last try counts.
  const last = new Map<string, Statement>();
  for (const statement of readStatements(file)) last.set(statement.test, statement);
  const findings = Object.fromEntries(PROMISE_NAMES.map((name) => [name, [] as Finding[]])) as Record<
    PromiseName,
    Finding[]
  >;
  for (const { promise, test, figure } of last.values()) {
    const outcome = outcomes.find(({ fullName }) => fullName === test);
    findings[promise].push({
      holds: outcome?.status === 'passed',
      figure,
      failure: outcome?.failureMessages?.[0] ? firstLine(outcome.failureMessages[0]) : null,
    });
  }
  return findings;
}

function readStatements(file: string): Statement[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Statement);
}

/** Without the colours of a terminal. */
const firstLine = (message: string) =>
  message
    .replace(/\x1b\[\d+m/g, '')
    .split('\n')[0]!
    .trim();

export function verdictOf(findings: readonly Finding[]): 'holds' | 'DOES NOT HOLD' | 'NOT CHECKED' {
  if (findings.length === 0) return 'NOT CHECKED';
  return findings.every(({ holds }) => holds) ? 'holds' : 'DOES NOT HOLD';
}

/** What was measured, or, where nothing was, why not. */
export const measuredBy = ({ figure, failure }: Finding) => figure ?? `nothing measured: ${failure}`;
