import 'reflect-metadata';
import { runCommand } from './cli/run-command';

void runCommand(process.argv.slice(2)).then((exitCode) => {
  if (exitCode !== null) process.exit(exitCode);
});
