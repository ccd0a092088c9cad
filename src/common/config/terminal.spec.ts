import { readCommandSettings, terminalLocale } from './terminal';

describe('the language of the terminal', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'C.UTF-8' }, 'en'],
    [{ LANG: 'run' }, 'en'],
    [{ LANG: 'ru_RU.UTF-8' }, 'ru'],
    [{ LANG: 'ru' }, 'ru'],
    [{ LANG: 'ru_RU.UTF-8', LC_ALL: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'en_US.UTF-8', LC_MESSAGES: 'ru_RU.UTF-8' }, 'ru'],
    [{ LANG: 'ru_RU.UTF-8', DEFAULT_LOCALE: 'en' }, 'en'],
    [{ LANG: 'en_US.UTF-8', DEFAULT_LOCALE: 'ru' }, 'ru'],
    [{ LANG: 'ru_RU.UTF-8', DEFAULT_LOCALE: '' }, 'ru'],
  ])('for %p is %s', (env, locale) => {
    expect(terminalLocale(env)).toBe(locale);
  });
});

describe('the settings of a command', () => {
  it('log warnings only, unless told otherwise', () => {
    expect(readCommandSettings({}).LOG_LEVEL).toBe('warn');
    expect(readCommandSettings({ LOG_LEVEL: '' }).LOG_LEVEL).toBe('warn');
    expect(readCommandSettings({ LOG_LEVEL: 'info' }).LOG_LEVEL).toBe('info');
  });
});
