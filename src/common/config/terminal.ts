import { type Locale, readSettings, type Settings } from './settings';

/**
 * Language of what is printed to a terminal: DEFAULT_LOCALE or else, as POSIX has it, the first that is set of
 * LC_ALL, LC_MESSAGES and LANG (`ru_RU.UTF-8`).
 */
export function terminalLocale(env: NodeJS.ProcessEnv = process.env): Locale {
  const wanted = env.DEFAULT_LOCALE || env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  return /^ru\b|^ru_/i.test(wanted) ? 'ru' : 'en';
}

/** Settings of a command that talks to a person: unless LOG_LEVEL is set, the log holds warnings only. */
export function readCommandSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  return readSettings({ ...env, LOG_LEVEL: env.LOG_LEVEL || 'warn' });
}
