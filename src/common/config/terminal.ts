import { readSettings, type Settings } from './settings';

export { terminalLocale } from './locale';

/** Settings of a command that talks to a person: unless LOG_LEVEL is set, the log holds warnings only. */
export function readCommandSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  return readSettings({ ...env, LOG_LEVEL: env.LOG_LEVEL || 'warn' });
}
