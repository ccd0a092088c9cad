import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { constants } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module';
import { setUpHttp } from './app.setup';
import { fillInLocalSecrets } from './common/config/local-secrets';
import { readSettings, type Settings } from './common/config/settings';
import { terminalLocale } from './common/config/terminal';
import { DatabaseMonitor } from './common/database/database-monitor';
import { EmbeddedPostgresError, startEmbeddedPostgres } from './common/database/embedded';
import { migrate } from './common/database/migrate';
import { addressOf, explainListenFailure } from './common/http/listening';
import { JobRunner } from './common/jobs/job-runner';
import { terminalText } from './common/i18n/terminal-texts';

type Log = (message: string) => void;

const REPEATED_SIGNAL_MS = 2_000;

/**
 * How much the old part of the heap may grow on what lives before it is collected, in percent. By itself V8 lets 80 MB
 * become 280 on a machine with memory to spare; a small server has none, and the process shares it with a database.
 */
const HEAP_GROWTH = 50;

export interface RunningApp {
  readonly app: NestExpressApplication;
  readonly settings: Settings;
  /** Where the administrator's password stands that was drawn here; null: the settings name it, or nobody. */
  readonly secretsFile: string | null;
  readonly log: Log;
  /** Stops the application first and its embedded database after it; may be called again. */
  readonly close: () => Promise<void>;
}

/**
 * Brings up database, schema and application; does not listen yet. From the first moment SIGTERM and SIGINT
 * stop in good order whatever is up. `log` gets human-readable progress.
 */
export async function startApp(log: Log, settings: Settings = readSettings()): Promise<RunningApp> {
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
  const passwordGiven = Boolean(settings.ADMIN_PASSWORD);
  fillInLocalSecrets(settings);
  const secretsFile =
    passwordGiven || !settings.ADMIN_PASSWORD ? null : join(settings.DATA_DIR, 'secrets.json');
  const database = provideDatabase(settings, log);
  let app: NestExpressApplication | undefined;
  let closed: Promise<void> | undefined;
  const close = () =>
    (closed ??= (async () => {
      await app?.close();
      await (await database).stop();
    })());
  const interruption = () => closed;
  stopOnSignals(close, log, () => isServing(app));
  await database;
  // Interrupted while the database came up: nothing more is to begin, and with its end the process ends.
  await interruption();
  try {
    app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(settings), {
      bufferLogs: true,
      abortOnError: false,
    });
    app.useLogger(app.get(Logger));
    setUpHttp(app);
    for (const name of await migrate(app.get(DataSource))) {
      log(terminalText(terminalLocale(), 'start.migrated', { name }));
    }
    await app.init();
    return { app, settings, secretsFile, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Listens and says where, and how to log in. Throws an error that says what to do after stopping everything. */
export async function serve(running: RunningApp): Promise<void> {
  const { settings, secretsFile, log } = running;
  const locale = terminalLocale();
  await listen(running, 'npm start');
  const address = addressOf(settings);
  log(
    terminalText(locale, settings.swaggerEnabled ? 'start.listening' : 'start.listening_without_docs', {
      address,
    }),
  );
  if (secretsFile) {
    log(terminalText(locale, 'start.log_in', { email: settings.ADMIN_EMAIL ?? '', file: secretsFile }));
  }
}

/** Listens; `command` is what the person typed, for advice on a port that is taken. */
export async function listen({ app, settings, close }: RunningApp, command: string): Promise<void> {
  try {
    await app.listen(settings.PORT, settings.HOST);
  } catch (error) {
    await close();
    throw explainListenFailure(error, settings, command);
  }
  app.get(DatabaseMonitor).start();
  app.get(JobRunner).startInline();
}

/** Runs jobs and answers no requests. */
export function runJobs({ app, log }: RunningApp): void {
  // Nest itself does it only when it listens.
  app.flushLogs();
  app.get(DatabaseMonitor).start();
  app.get(JobRunner).start();
  log(terminalText(terminalLocale(), 'start.working'));
}

function isServing(app: NestExpressApplication | undefined): boolean {
  return app !== undefined && (app.getHttpServer().listening || app.get(JobRunner).isRunning);
}

/** Who interrupts a service that listens has stopped it as is usual; anything else has been broken off. */
function stopOnSignals(close: () => Promise<void>, log: Log, isServing: () => boolean): void {
  let stopping = false;
  const stop = (signal: 'SIGTERM' | 'SIGINT') => {
    if (stopping) return;
    stopping = true;
    // A Ctrl-C comes twice, from the terminal and from npm, and is one; a later one ends what hangs.
    setTimeout(() => process.off('SIGTERM', stop).off('SIGINT', stop), REPEATED_SIGNAL_MS).unref();
    const exitCode = isServing() ? 0 : 128 + constants.signals[signal];
    log(terminalText(terminalLocale(), 'start.stopping', { signal }));
    close().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log(String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);
}

/** Starts the embedded server unless DATABASE_URL names another. */
async function provideDatabase(settings: Settings, log: Log): Promise<{ stop: () => Promise<void> }> {
  if (settings.DATABASE_URL) return { stop: () => Promise.resolve() };
  const locale = terminalLocale();
  try {
    const server = await startEmbeddedPostgres({
      dataDir: settings.DATA_DIR,
      log: ({ code, params }) => log(terminalText(locale, code, params)),
    });
    settings.DATABASE_URL = server.url;
    settings.embeddedDatabase = true;
    return server;
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError)) throw error;
    throw new Error(terminalText(locale, error.code, error.params), { cause: error });
  }
}
