import { texts as english } from './en';
import { texts as russian } from './ru';

const PLURAL = /_(zero|one|few|many|other)$/;

/** Paths of all texts, with those that depend on a number counted once. */
function paths(texts: object, prefix = ''): string[] {
  const found = Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [`${prefix}${key}`.replace(PLURAL, '')]
      : paths(value as object, `${prefix}${key}.`),
  );
  return [...new Set(found)].sort();
}

function withCount(texts: object, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? PLURAL.test(key)
        ? [`${prefix}${key}`]
        : []
      : withCount(value as object, `${prefix}${key}.`),
  );
}

describe('the texts', () => {
  it('are there in both languages', () => {
    expect(paths(russian)).toEqual(paths(english));
  });

  it('have all forms that Russian numbers ask for', () => {
    const forms = withCount(russian);
    const keys = new Set(
      forms.filter((form) => !form.endsWith('_zero')).map((form) => form.replace(PLURAL, '')),
    );
    for (const key of keys)
      for (const form of ['one', 'few', 'many', 'other']) expect(forms).toContain(`${key}_${form}`);
  });
});
