import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../config/settings';
import type { ErrorParams } from '../kernel/domain-error';

type LocaleFile = 'demo' | 'postgres' | 'start';

const files = new Map<string, Record<string, string>>();

/**
 * A text for the terminal, straight from the locale files, as Nest is not up yet or has failed: `key` is the
 * file and the name in it, `postgres.ready`. A key without a text comes back itself.
 */
export function terminalText(
  locale: Locale,
  key: `${LocaleFile}.${string}`,
  params: ErrorParams = {},
): string {
  const [file, name] = [key.slice(0, key.indexOf('.')), key.slice(key.indexOf('.') + 1)];
  const text = read(locale, file)[name] ?? key;
  return text.replace(/\{(\w+)\}/g, (placeholder, param: string) => String(params[param] ?? placeholder));
}

function read(locale: Locale, file: string): Record<string, string> {
  const path = join(__dirname, 'locales', locale, `${file}.json`);
  const known = files.get(path) ?? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
  files.set(path, known);
  return known;
}
