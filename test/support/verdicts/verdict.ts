import { appendFileSync } from 'node:fs';
import type { PromiseName } from './promises';

/** What a test has said, a line of the file that VERDICTS names. */
export interface Statement {
  readonly promise: PromiseName;
  /** Its full name. */
  readonly test: string;
  /** Null: not measured yet. */
  readonly figure: string | null;
}

/**
 * Says that the running test is about a promise, and gives back how to say what it has measured; the last figure
 * counts. The verdict is the outcome of the test, so that its expectations remain the only truth. To be called first,
 * so that a test which breaks off before it has measured counts as well.
 */
export function verdictOn(promise: PromiseName): (figure: string) => void {
  const test = expect.getState().currentTestName!;
  const state = (figure: string | null) => {
    const statement: Statement = { promise, test, figure };
    const file = process.env.VERDICTS;
    if (file) appendFileSync(file, `${JSON.stringify(statement)}\n`);
  };
  state(null);
  return (figure) => {
    console.info(figure);
    state(figure);
  };
}
