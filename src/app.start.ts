import { Logger as NestLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { DataSource } from 'typeorm';
import { AppModule } from './app.module';
import { setUpHttp } from './app.setup';
import { fillInLocalSecrets } from './common/config/local-secrets';
import { readSettings, type Settings } from './common/config/settings';
import { startEmbeddedPostgres } from './common/database/embedded';
import { migrate } from './common/database/migrate';

export interface RunningApp {
  readonly app: NestExpressApplication;
  readonly settings: Settings;
  /** Stops the application first and its embedded database after it. */
  close(): Promise<void>;
}

/** Brings up database, schema and application; does not listen yet. `log` gets human-readable progress. */
export async function startApp(log: (message: string) => void): Promise<RunningApp> {
  const settings = readSettings();
  fillInLocalSecrets(settings);
  const stopDatabase = await provideDatabase(settings, log);
  try {
    const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(settings), {
      bufferLogs: true,
      abortOnError: false,
    });
    app.useLogger(app.get(Logger));
    setUpHttp(app);
    for (const name of await migrate(app.get(DataSource))) log(`Applied migration ${name}`);
    await app.init();
    const close = async () => {
      await app.close();
      await stopDatabase();
    };
    return { app, settings, close };
  } catch (error) {
    await stopDatabase();
    throw error;
  }
}

/** Listens, and stops in good order on SIGTERM and SIGINT. */
export async function serve({ app, settings, close }: RunningApp): Promise<void> {
  const logger = new NestLogger('Kinoscope');
  await app.listen(settings.PORT, settings.HOST);
  const stop = (signal: NodeJS.Signals) => {
    logger.log(`Stopping on ${signal}`);
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(error);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
}

/** Starts the embedded server unless DATABASE_URL names another; returns how to stop it. */
async function provideDatabase(
  settings: Settings,
  log: (message: string) => void,
): Promise<() => Promise<void>> {
  if (settings.DATABASE_URL) return () => Promise.resolve();
  const server = await startEmbeddedPostgres({
    dataDir: settings.DATA_DIR,
    log: ({ code, params }) => log([code, ...Object.values(params ?? {})].join(' ')),
  });
  settings.DATABASE_URL = server.url;
  settings.embeddedDatabase = true;
  return () => server.stop();
}
