import { getMetadataStorage } from 'class-validator';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Settings } from '../config/settings';

const SOURCES = resolve(__dirname, '../..');
const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .map((name) => join(SOURCES, name));

/** Texts of a locale by their whole key: `errors.title.400`. */
function textsOf(locale: string): Map<string, string> {
  const folder = join(__dirname, 'locales', locale);
  const texts = new Map<string, string>();
  const collect = (prefix: string, value: unknown): void => {
    if (typeof value === 'string') texts.set(prefix, value);
    else for (const [key, inner] of Object.entries(value as object)) collect(`${prefix}.${key}`, inner);
  };
  for (const file of readdirSync(folder))
    collect(file.replace('.json', ''), JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return texts;
}

const english = textsOf('en');
const russian = textsOf('ru');
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

/** What the sources name with `pattern`, whose first group is the name. */
const namedBy = (pattern: RegExp) =>
  files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, name]) => name!));

describe('the texts', () => {
  it('are there in both languages, with the same placeholders', () => {
    expect([...russian.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english)
      expect([key, placeholders(russian.get(key)!)]).toEqual([key, placeholders(text)]);
  });

  it('are in their language', () => {
    for (const [key, text] of english) expect([key, /[а-яё]/i.test(text)]).toEqual([key, false]);
  });

  it('speak of every rule that an input may break', async () => {
    for (const file of files.filter((name) => name.endsWith('.dto.ts'))) await import(file);
    const storage = getMetadataStorage();
    const rules = [...storage['validationMetadatas'].values()]
      .flat()
      .filter(({ target }) => (target as { name: string }).name.endsWith('Dto'))
      .flatMap(({ constraintCls }) => storage.getTargetValidatorConstraints(constraintCls))
      .map(({ name }) => name);
    const used = new Set([
      ...rules,
      ...namedBy(/\brule: '(\w+)'/g),
      ...namedBy(/\bfail\('?[\w.]*'?, '(\w+)'/g),
    ]);
    expect(used.size).toBeGreaterThan(10);
    for (const rule of used) expect([rule, english.has(`validation.${rule}`)]).toEqual([rule, true]);
  });

  it('speak of every variable of the settings', () => {
    const variables = Object.keys(new Settings()).filter((name) => name === name.toUpperCase());
    for (const name of variables) expect([name, english.has(`settings.${name}`)]).toEqual([name, true]);
  });

  it('speak of every error that may be answered', () => {
    const codes = new Set([
      ...namedBy(/new DomainError\(\s*'\w+',\s*'([\w.]+)'/g),
      ...namedBy(/\bcode: '(\w+\.\w+|internal)'/g),
      ...namedBy(/\d{3}: '(\w+\.\w+)'/g),
      ...namedBy(/\[\d{3}, '(\w+\.\w+)'\]/g),
    ]);
    expect(codes.size).toBeGreaterThan(15);
    for (const code of codes) {
      const hasText = english.has(`errors.${code}`) || english.has(code);
      expect([code, hasText]).toEqual([code, true]);
    }
  });
});
