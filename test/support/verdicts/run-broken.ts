import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Breakage, BREAKAGES } from './breakages';
import { findingsOf, measuredBy, type TestOutcome, verdictOf } from './judge';
import { PROMISES } from './promises';
import { textTable } from './text-table';

/**
 * Shows that the checks of the promises can fail: runs each on a service that is broken on purpose, and fails when one
 * of them notices nothing. Arguments: names of breakages, or none for all.
 */
const COLUMNS = [
  { title: 'promise', width: 38 },
  { title: 'a service that', width: 28 },
  { title: 'what the check found', width: 66 },
  { title: 'verdict', width: 13 },
];

interface Report {
  readonly testResults: readonly { readonly assertionResults: readonly TestOutcome[] }[];
}

/** A check counts as sound when it measures something on the broken service and its expectations do not hold. */
function tryOut({ promise, broken, spec, tests, env }: Breakage): { found: string; isCaught: boolean } {
  const folder = mkdtempSync(join(tmpdir(), 'kinoscope-broken-'));
  const [report, statements] = [join(folder, 'report.json'), join(folder, 'statements')];
  try {
    const jest = [
      'jest',
      '--selectProjects',
      'faults',
      '--runInBand',
      '--ci',
      '--json',
      `--outputFile=${report}`,
    ];
    const { stderr } = spawnSync('npx', [...jest, `test/faults/${spec}.spec`, '--testNamePattern', tests], {
      encoding: 'utf8',
      env: { ...process.env, ...env, BROKEN: broken, VERDICTS: statements },
    });
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    const outcomes = testResults.flatMap(({ assertionResults }) => assertionResults);
    const findings = findingsOf(statements, outcomes)[promise];
    const isCaught =
      verdictOf(findings) === 'DOES NOT HOLD' && findings.every(({ figure }) => figure !== null);
    if (!isCaught) process.stderr.write(stderr);
    return { found: findings.map(measuredBy).join('\n'), isCaught };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const names = process.argv.slice(2);
const chosen = BREAKAGES.filter(({ broken }) => names.length === 0 || names.includes(broken));
const rows = chosen.map((breakage) => {
  process.stderr.write(`${breakage.broken} …\n`);
  const { found, isCaught } = tryOut(breakage);
  if (!isCaught) process.exitCode = 1;
  return [PROMISES[breakage.promise].promise, breakage.is, found, isCaught ? 'caught' : 'NOT CAUGHT'];
});
process.stdout.write(`\n${textTable(COLUMNS, rows)}\n`);
