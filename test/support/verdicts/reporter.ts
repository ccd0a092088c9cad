import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasRedisServer } from '../redis-server';
import { findingsOf, measuredBy, PROMISE_NAMES, type TestOutcome, verdictOf } from './judge';
import { PROMISES } from './promises';
import { textTable } from './text-table';

/** The parts of jest's own that are looked at. */
interface GlobalConfig {
  readonly testNamePattern?: string;
  readonly testPathPatterns: { isSet(): boolean };
}
interface Results {
  readonly testResults: readonly { readonly testResults: readonly TestOutcome[] }[];
}

const COLUMNS = [
  { title: 'promise', width: 38 },
  { title: 'figure', width: 28 },
  { title: 'measured', width: 66 },
  { title: 'verdict', width: 13 },
];

/**
 * A reporter of jest that prints the verdict on each promise. A promise that no test has spoken of fails the run of
 * the whole suite, unless there was no redis-server and nobody insists on one.
 */
export class VerdictReporter {
  private readonly folder = mkdtempSync(join(tmpdir(), 'kinoscope-verdicts-'));
  private readonly file = join(this.folder, 'statements');
  private unchecked: string[] = [];

  constructor(private readonly config: GlobalConfig) {
    // Read by the tests, in this process and in those that it starts.
    process.env.VERDICTS = this.file;
  }

  onRunComplete(_contexts: unknown, { testResults }: Results): void {
    const findings = findingsOf(
      this.file,
      testResults.flatMap((file) => file.testResults),
    );
    rmSync(this.folder, { recursive: true });
    const rows = PROMISE_NAMES.map((name) => [
      PROMISES[name].promise,
      PROMISES[name].figure,
      findings[name].map(measuredBy).join('\n'),
      verdictOf(findings[name]),
    ]);
    this.unchecked = PROMISE_NAMES.filter((name) => findings[name].length === 0);
    process.stderr.write(`\n${textTable(COLUMNS, rows)}\n\n`);
  }

  getLastError(): Error | undefined {
    const isWhole = !this.config.testNamePattern && !this.config.testPathPatterns.isSet();
    const isBinding = hasRedisServer() || Boolean(process.env.CI);
    if (!isWhole || !isBinding || this.unchecked.length === 0) return undefined;
    return new Error(`Not checked: ${this.unchecked.join(', ')}`);
  }
}
