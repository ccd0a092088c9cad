import { parseArgs } from 'node:util';
import { startApp } from '../app.start';
import { readCommandSettings, terminalLocale } from '../common/config/terminal';
import { terminalText } from '../common/i18n/terminal-texts';
import {
  CsvSource,
  type DatasetSource,
  ImportDataset,
  type ImportReport,
  MovielensSource,
  ShiftToNow,
} from '../modules/importer';
import { ImportProgress } from './import-progress';
import { RejectFile } from './reject-file';
import { UsageError } from './usage-error';

const SOURCES: Record<string, (folder: string) => DatasetSource> = {
  csv: (folder) => new CsvSource(folder),
  movielens: (folder) => new MovielensSource(folder),
};

/**
 * `import <csv|movielens> DIR [--shift-to-now] [--rejects FILE]`: loads a data set, also while the service runs. The
 * last line on standard output is the count of views as JSON; everything for people goes to standard error.
 */
export async function importDataset(args: string[]): Promise<number> {
  const { source, shiftToNow, rejectsPath } = readArguments(args);
  const locale = terminalLocale();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const running = await startApp(say, readCommandSettings());
  const progress = new ImportProgress(locale);
  const rejects = new RejectFile(rejectsPath, locale);
  let report: ImportReport;
  try {
    if (shiftToNow) say(terminalText(locale, 'cli.import.looking_for_last'));
    const shifted = shiftToNow ? await running.app.get(ShiftToNow).execute(source) : source;
    report = await running.app.get(ImportDataset).execute(shifted, {
      progress: (stage, records, share) => progress.show(stage, records, share),
      reject: (reject) => rejects.add(reject),
    });
  } finally {
    progress.end();
    await rejects.close();
    await running.close();
  }
  for (const stage of ['users', 'releases', 'views', 'payments'] as const) {
    say(
      terminalText(locale, 'cli.import.done', {
        stage: terminalText(locale, `cli.import.stage.${stage}`),
        ...report[stage],
      }),
    );
  }
  if (rejects.written) say(terminalText(locale, 'cli.import.rejects', { file: rejects.path }));
  process.stdout.write(`${JSON.stringify(report.views)}\n`);
  return 0;
}

function readArguments(args: string[]) {
  const { values, positionals } = parse(args);
  const [kind = '', folder = '', ...rest] = positionals;
  const open = SOURCES[kind];
  if (!open || !folder || rest.length > 0)
    throw new UsageError(terminalText(terminalLocale(), 'cli.import.what'));
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  const rejectsPath = values.rejects ?? `rejects-${time}.csv`;
  return { source: open(folder), shiftToNow: values['shift-to-now'], rejectsPath };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { 'shift-to-now': { type: 'boolean', default: false }, rejects: { type: 'string' } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
