import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../config/locale';
import type { ErrorParams } from '../kernel/domain-error';

type LocaleFile = 'cli' | 'demo' | 'errors' | 'postgres' | 'settings' | 'start' | 'validation';

interface Texts {
  readonly [name: string]: string | Texts;
}

const files = new Map<string, Texts>();

/**
 * A text for the terminal, straight from the locale files, as Nest is not up yet or has failed: `key` is the
 * file and the name in it, `postgres.ready`. A key without a text comes back itself.
 */
export function terminalText(
  locale: Locale,
  key: `${LocaleFile}.${string}`,
  params: ErrorParams = {},
): string {
  const [file, ...path] = key.split('.') as [string, ...string[]];
  const found = path.reduce<string | Texts | undefined>(
    (texts, name) => (typeof texts === 'object' ? texts[name] : undefined),
    read(locale, file),
  );
  const text = typeof found === 'string' ? found : key;
  return text.replace(/\{(\w+)\}/g, (placeholder, param: string) => String(params[param] ?? placeholder));
}

function read(locale: Locale, file: string): Texts {
  const path = join(__dirname, 'locales', locale, `${file}.json`);
  const known = files.get(path) ?? (JSON.parse(readFileSync(path, 'utf8')) as Texts);
  files.set(path, known);
  return known;
}
