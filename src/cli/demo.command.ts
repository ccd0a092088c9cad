import { listen, type RunningApp, startApp } from '../app.start';
import { readCommandSettings, terminalLocale } from '../common/config/terminal';
import type { Locale } from '../common/config/settings';
import { ensureCanListen } from '../common/http/listening';
import { terminalText } from '../common/i18n/terminal-texts';
import { Clock } from '../common/kernel/clock';
import { KnownReleases } from '../modules/catalogue';
import { ImportDataset, openDemoSource, type Reject } from '../modules/importer';
import { demoBanner, type DemoSize } from './demo.banner';
import { ImportProgress } from './import-progress';
import { UsageError } from './usage-error';

const COMMAND = 'npm run demo';

const say = (text: string) => process.stderr.write(`${text}\n`);

/** `demo`: the service with demo data up to this minute, and what one needs to ask it a first question. */
export async function demo(args: string[]): Promise<null> {
  const locale = terminalLocale();
  if (args.length > 0) throw new UsageError(terminalText(locale, 'demo.no_arguments'));
  const settings = readCommandSettings();
  // Rather now than when all is loaded.
  await ensureCanListen(settings, COMMAND);
  const running = await startApp(say, settings);
  const now = running.app.get(Clock).now();
  try {
    const size = await load(running, now, locale);
    await listen(running, COMMAND);
    process.stdout.write(demoBanner(locale, settings, size, now));
  } catch (error) {
    await running.close();
    throw error;
  }
  return null;
}

/** Brings the demo data up to now; answers how much of them there is then. */
async function load({ app }: RunningApp, now: Date, locale: Locale): Promise<DemoSize> {
  const began = performance.now();
  const progress = new ImportProgress(locale);
  const rejects: Reject[] = [];
  const source = await openDemoSource(app.get(KnownReleases), { now });
  const { users, releases, views, payments } = await app
    .get(ImportDataset)
    .execute(source, {
      progress: (stage, records, share) => progress.show(stage, records, share),
      reject: (reject) => rejects.push(reject),
    })
    .finally(() => progress.end());
  const count = (value: number) => value.toLocaleString(locale);
  say(
    terminalText(locale, 'demo.loaded', {
      seconds: count(Math.round((performance.now() - began) / 100) / 10),
      added: count(users.added + releases.added + views.added + payments.added),
      duplicates: count(users.duplicates + releases.duplicates + views.duplicates + payments.duplicates),
    }),
  );
  const [first] = rejects;
  if (first) {
    const message = terminalText(locale, `errors.${first.code}`, first.params);
    say(terminalText(locale, 'demo.rejected', { count: count(rejects.length), message }));
  }
  return {
    users: users.added + users.duplicates,
    releases: releases.added + releases.duplicates,
    views: views.added + views.duplicates,
  };
}
