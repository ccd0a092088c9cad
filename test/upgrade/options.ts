import { parseArgs } from 'node:util';

const BROKEN = ['index', 'column'] as const;

export interface Options {
  /** Git's name of the old version; absent: the last one before the newest migration. */
  readonly from: string | undefined;
  readonly views: number;
  readonly seconds: number;
  /** The new version gets a migration that breaks a promise. */
  readonly broken: (typeof BROKEN)[number] | undefined;
}

/** Reads the command line; throws an error that says what is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      from: { type: 'string' },
      views: { type: 'string', default: '10000000' },
      seconds: { type: 'string', default: '10' },
      broken: { type: 'string' },
    },
  });
  const number = (name: 'views' | 'seconds') => {
    const value = Number(values[name].replaceAll('_', ''));
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number above 0`);
    return value;
  };
  const broken = BROKEN.find((kind) => kind === values.broken);
  if (values.broken && !broken) throw new Error(`--broken must be one of ${BROKEN.join(', ')}`);
  return { from: values.from, views: number('views'), seconds: number('seconds'), broken };
}
