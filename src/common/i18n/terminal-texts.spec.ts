import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { terminalText } from './terminal-texts';

const textsOf = (locale: string, file: string) =>
  JSON.parse(readFileSync(join(__dirname, 'locales', locale, `${file}.json`), 'utf8')) as Record<
    string,
    string
  >;
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

/** The codes that the launcher of PostgreSQL names in its own sources. */
const launcherCodes = ['contract', 'error'].flatMap((file) => [
  ...readFileSync(join(__dirname, `../database/embedded/${file}.ts`), 'utf8').matchAll(
    /^ {2}\| 'postgres\.(\w+)'/gm,
  ),
]);

describe('texts for the terminal', () => {
  it('come in the language asked for, with their parameters', () => {
    const params = { port: '5433', pid: '17' };
    expect(terminalText('en', 'postgres.ready', params)).toBe(
      'PostgreSQL is ready on port 5433 (process 17)',
    );
    expect(terminalText('ru', 'postgres.ready', params)).toBe('PostgreSQL готов: порт 5433, процесс 17');
    expect(terminalText('ru', 'postgres.no_such_code')).toBe('postgres.no_such_code');
  });

  it.each(['demo', 'postgres', 'start'])('say the same in both languages: %s', (file) => {
    const [english, russian] = [textsOf('en', file), textsOf('ru', file)];
    expect(Object.keys(russian)).toEqual(Object.keys(english));
    for (const key of Object.keys(english)) {
      expect([key, placeholders(russian[key]!)]).toEqual([key, placeholders(english[key]!)]);
    }
  });

  it('exist for all that the launcher of PostgreSQL has to say', () => {
    const codes = launcherCodes.map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(20);
    expect(codes.sort()).toEqual(Object.keys(textsOf('en', 'postgres')).sort());
  });
});
