import { terminalLocale } from '../common/config/terminal';
import { terminalText } from '../common/i18n/terminal-texts';
import { DomainError } from '../common/kernel/domain-error';
import { demo } from './demo.command';
import { importDataset } from './import.command';
import { openapi } from './openapi.command';
import { UsageError } from './usage-error';

/** Each gets the words behind its name. A command that goes on serving resolves to null. */
const COMMANDS: Record<string, (args: string[]) => Promise<number | null>> = {
  demo,
  import: importDataset,
  openapi,
};

/** Runs the command and says what to do if it fails. Exit code: 0 done, 1 failed, 2 used wrongly. */
export async function runCommand([name, ...args]: string[]): Promise<number | null> {
  const locale = terminalLocale();
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const usage = () => terminalText(locale, 'cli.usage');
  if (name === '--help' || args.includes('--help')) {
    process.stdout.write(`${usage()}\n`);
    return 0;
  }
  const command = COMMANDS[name ?? ''];
  if (!command) {
    if (name) say(terminalText(locale, 'cli.unknown_command', { command: name }));
    say(usage());
    return 2;
  }
  try {
    return await command(args);
  } catch (error) {
    if (error instanceof UsageError) {
      say(`${error.message}\n\n${usage()}`);
      return 2;
    }
    say(
      error instanceof DomainError
        ? terminalText(locale, `errors.${error.code}`, error.params)
        : messageOf(error),
    );
    return 1;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
