import 'reflect-metadata';
import { runJobs, startApp } from './app.start';
import { readSettings } from './common/config/settings';

async function main(): Promise<void> {
  const settings = readSettings();
  // It would make a database for itself alone.
  void settings.databaseUrl;
  runJobs(await startApp((message) => process.stderr.write(`${message}\n`), settings));
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
