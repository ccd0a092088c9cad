/**
 * node .ci/count.cjs <folder> <failures>: adds up jest's reports in the folder, prints `N passed, N failed` and
 * fails when anything did. What was skipped counts as failed; so does a report without any test.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const [folder, otherFailures] = process.argv.slice(2);
let passed = 0;
let failed = Number(otherFailures);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const text = readFileSync(join(folder, file), 'utf8');
  const report = text === '' ? { numTotalTests: 0 } : JSON.parse(text);
  const skipped = (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0);
  const broken = (report.numFailedTests ?? 0) + (report.numRuntimeErrorTestSuites ?? 0) + skipped;
  if (skipped > 0) console.error(`${file}: ${skipped} tests were skipped`);
  passed += report.numPassedTests ?? 0;
  // Jest can fail as a whole, as by an obsolete snapshot or a global set-up that throws.
  failed += broken > 0 ? broken : report.success && report.numTotalTests > 0 ? 0 : 1;
}

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
