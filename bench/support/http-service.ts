import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';

export interface ServerMessage {
  readonly port?: number;
  /** When views were last committed, in milliseconds since 1970. */
  readonly committed?: number;
}

const ADMINISTRATOR = { email: 'bench@example.org', password: randomBytes(18).toString('base64url') };
const NO_LIMIT = '1000000000';
const REGISTER = join(__dirname, '..', 'register.cjs');
const PROGRAM = join(__dirname, 'http-server.ts');

/** The service in a process of its own, with production settings, except that nothing limits requests. */
export class HttpService {
  private constructor(
    readonly base: string,
    readonly headers: Readonly<Record<string, string>>,
    /** Signs its tokens. */
    readonly secret: string,
    private readonly child: ChildProcess,
    private readonly stop: () => Promise<void>,
  ) {}

  /** `env`: further variables of its environment. */
  static async start(
    databaseUrl: string,
    kind: 'service' | 'stores-nothing',
    env: Readonly<Record<string, string>> = {},
  ): Promise<HttpService> {
    const secret = randomBytes(32).toString('hex');
    const child = fork(PROGRAM, [kind], {
      execArgv: ['--require', REGISTER],
      // One log line a request is written, as in production, but nobody reads it here.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        DATABASE_URL: databaseUrl,
        JWT_SECRET: secret,
        ADMIN_EMAIL: ADMINISTRATOR.email,
        ADMIN_PASSWORD: ADMINISTRATOR.password,
        RATE_LIMIT_PER_MINUTE: NO_LIMIT,
        ADMIN_RATE_LIMIT_PER_MINUTE: NO_LIMIT,
        INGEST_RATE_LIMIT_PER_MINUTE: NO_LIMIT,
        ...env,
      },
    });
    const ended = once(child, 'exit');
    const stop = async () => {
      if (child.connected) child.disconnect();
      await ended;
    };
    const died = ended.then(() => {
      throw new Error('The HTTP service ended before it could listen');
    });
    const [message] = (await Promise.race([once(child, 'message'), died])) as [ServerMessage];
    died.catch(() => undefined);
    try {
      const base = `http://127.0.0.1:${message.port}/api/v1`;
      const token = await logIn(base);
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      return new HttpService(base, headers, secret, child, stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  /** Sends one request; throws unless it succeeds. */
  post(path: string, body: object): Promise<unknown> {
    return this.send('POST', path, body);
  }

  put(path: string, body: object): Promise<unknown> {
    return this.send('PUT', path, body);
  }

  /** When the views that `work` sends were committed, in milliseconds since 1970. */
  async committed(work: () => Promise<unknown>): Promise<number> {
    const told = once(this.child, 'message') as Promise<[ServerMessage]>;
    await work();
    return (await told)[0].committed!;
  }

  private async send(method: string, path: string, body: object): Promise<unknown> {
    const answer = await fetch(this.base + path, {
      method,
      headers: this.headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  }

  close(): Promise<void> {
    return this.stop();
  }
}

async function logIn(base: string): Promise<string> {
  const answer = await fetch(`${base}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ADMINISTRATOR),
  });
  if (!answer.ok) throw new Error(`Logging in answered ${answer.status}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
