export const LOCALES = ['en', 'ru'] as const;

export type Locale = (typeof LOCALES)[number];

/**
 * Language of what is printed to a terminal: DEFAULT_LOCALE or else, as POSIX has it, the first that is set of
 * LC_ALL, LC_MESSAGES and LANG (`ru_RU.UTF-8`).
 */
export function terminalLocale(env: NodeJS.ProcessEnv = process.env): Locale {
  const wanted = env.DEFAULT_LOCALE || env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^ru\b|^ru_/i.test(wanted) ? 'ru' : 'en';
}
