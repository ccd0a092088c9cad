import { Agent, request } from 'node:http';

export interface Call {
  readonly method?: string;
  readonly path: string;
  readonly token?: string | null;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
  readonly ms: number;
}

/** A client that keeps its connections, light enough to measure a service in the same process. */
export class LoadClient {
  private readonly agent = new Agent({ keepAlive: true });

  /** `url`: what comes before the paths. */
  constructor(private readonly url: string) {}

  send({ method = 'POST', path, token, headers, body }: Call): Promise<Answer> {
    const began = performance.now();
    const payload = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const call = request(
        this.url + path,
        {
          agent: this.agent,
          method,
          headers: {
            ...(token && { authorization: `Bearer ${token}` }),
            ...(payload !== undefined && {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(payload),
            }),
            ...headers,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => (text += chunk));
          response.once('error', reject);
          response.once('end', () => {
            const { statusCode = 0, headers } = response;
            resolve({
              status: statusCode,
              headers: headers as Record<string, string>,
              text,
              ms: performance.now() - began,
            });
          });
        },
      );
      call.once('error', reject);
      call.end(payload);
    });
  }

  /** All of `calls`, so many at a time. */
  async sendAll(calls: readonly Call[], concurrency: number): Promise<Answer[]> {
    const answers: Answer[] = [];
    const waiting = calls.entries();
    const worker = async () => {
      for (const [index, call] of waiting) answers[index] = await this.send(call);
    };
    await Promise.all(Array.from({ length: concurrency }, worker));
    return answers;
  }

  close(): void {
    this.agent.destroy();
  }
}

/** The value that 99 of 100 do not exceed. */
export function p99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1]!;
}
