import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import type { FuzzRequest } from './requests';

const ANSWER_WITHIN_MS = 20_000;

export interface WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Such requests may leave the connection in disorder, and are cut off rather than answered when it is too bad. */
const UNRULY = ['content-length', 'transfer-encoding', 'connection', 'expect', 'host'];
const isUnruly = (headers: Readonly<Record<string, string>>) =>
  UNRULY.some((name) => name in headers) || JSON.stringify(headers).length > 8_000;

/** Sends requests as they are, however wrong. */
export class Wire {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly port: number) {}

  /** Null: the connection was cut, which only very long and contradictory headers excuse. */
  async send(
    { method, target, headers, body }: FuzzRequest,
    credentials: Readonly<Record<string, string>>,
  ): Promise<WireAnswer | null> {
    const all: Record<string, string> = { ...headers, ...credentials };
    // The service would wait for bytes that never come.
    if ('content-length' in all && (body?.length ?? 0) < Number(all['content-length']))
      delete all['content-length'];
    if (body && !('transfer-encoding' in all)) all['content-length'] ??= String(body.length);
    const unruly = isUnruly({ ...headers, ...credentials });
    return new Promise((resolve, reject) => {
      const call = request(
        {
          port: this.port,
          host: '127.0.0.1',
          method: method.toUpperCase(),
          path: target,
          headers: all,
          agent: unruly ? false : this.agent,
          timeout: ANSWER_WITHIN_MS,
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => (text += part));
          response.once('error', (error) => (unruly ? resolve(null) : reject(error)));
          response.once('end', () =>
            resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
          );
        },
      );
      call.once('timeout', () => call.destroy(new Error('No answer in time')));
      call.once('error', (error) => (unruly ? resolve(null) : reject(error)));
      call.end(body ?? undefined);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
