import { parseArgs } from 'node:util';

export interface SoakOptions {
  readonly minutes: number;
  /** Sign-ups of the demo's first week: 165 make some 5,000 people in half a year. */
  readonly weeklyUsers: number;
  /** Whether jobs run in the service, as by default, or in a worker beside it. */
  readonly jobs: 'inline' | 'external';
}

/** Reads the command line; throws an error that says what is wrong. */
export function readSoakOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '30' },
      'weekly-users': { type: 'string', default: '660' },
      jobs: { type: 'string', default: 'inline' },
    },
  });
  const { jobs } = values;
  if (jobs !== 'inline' && jobs !== 'external') throw new Error('--jobs must be inline or external');
  return {
    minutes: positive('minutes', values.minutes),
    weeklyUsers: positive('weekly-users', values['weekly-users']),
    jobs,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
  return value;
}
