import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Settings } from '../config/settings';
import { terminalLocale } from '../config/terminal';
import { terminalText } from '../i18n/terminal-texts';

type Place = Pick<Settings, 'HOST' | 'PORT'>;

/** What listening can fail with, as Node names it, and the text that says what to do about it. */
const TEXTS: Record<string, 'port_taken' | 'port_forbidden' | 'host_unknown'> = {
  EADDRINUSE: 'port_taken',
  EACCES: 'port_forbidden',
  EADDRNOTAVAIL: 'host_unknown',
  ENOTFOUND: 'host_unknown',
};

/** The address at which a browser on this machine finds the service: `http://127.0.0.1:8000`. */
export function addressOf({ HOST, PORT }: Place): string {
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT}`;
}

/** Tries the port out, before work is done that would be for nothing without it. */
export async function ensureCanListen(place: Place, command: string): Promise<void> {
  const probe = createServer();
  try {
    await once(probe.listen(place.PORT, place.HOST), 'listening');
    probe.close();
  } catch (error) {
    throw explainListenFailure(error, place, command);
  }
}

/** The same failure in words that say what to do; `command` is what the person typed. */
export function explainListenFailure(error: unknown, { HOST, PORT }: Place, command: string): unknown {
  const text = TEXTS[(error as { code?: string }).code ?? ''];
  if (!text) return error;
  const other = text === 'port_forbidden' ? 8000 : PORT < 65_535 ? PORT + 1 : PORT - 1;
  const params = { host: HOST, port: PORT, other, command };
  return new Error(terminalText(terminalLocale(), `start.${text}`, params), { cause: error });
}
