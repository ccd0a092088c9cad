import { JwtService } from '@nestjs/jwt';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../test/support/eventually';
import { freePort } from '../../test/support/free-port';
import { Readings } from './prometheus';

const BUILT = join(__dirname, '..', '..', 'dist', 'src');
const START_MS = 60_000;
/** The service itself promises to be gone after ten seconds. */
const STOP_MS = 15_000;
const READINGS_MS = 10_000;
const ATTEMPTS = 5;
const RETRY_MS = 1_000;
const ADMINISTRATOR = { email: 'bench@example.org', password: randomBytes(18).toString('base64url') };

type Environment = Readonly<Record<string, string | undefined>>;

/** An account that load comes from. */
export interface Account {
  readonly id: string;
  /** A token that is good for a while yet; ask again before each use. */
  token(): string;
}

export interface BuiltServiceOptions {
  readonly databaseUrl: string;
  /** Further variables of its environment. */
  readonly env?: Environment;
  /** Whether jobs run in a worker beside it instead of in it. */
  readonly worker?: boolean;
  /** How long the tokens of its accounts are good, in seconds. */
  readonly tokenSeconds?: number;
}

/** The built service with production settings and its own limits, in a process of its own. */
export class BuiltService {
  private constructor(
    /** With /api/v1. */
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly worker: ChildProcess | null,
    private readonly folder: string,
    private readonly jwt: JwtService,
    private readonly tokenSeconds: number,
    private administrator: Account,
  ) {}

  static async start({
    databaseUrl,
    env: given = {},
    worker = false,
    tokenSeconds = 3_600,
  }: BuiltServiceOptions): Promise<BuiltService> {
    const [port, folder] = [await freePort(), await mkdtemp(join(tmpdir(), 'kinoscope-bench-service-'))];
    const secret = randomBytes(32).toString('hex');
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      JWT_SECRET: secret,
      ADMIN_EMAIL: ADMINISTRATOR.email,
      ADMIN_PASSWORD: ADMINISTRATOR.password,
      ...(worker && { JOBS: 'external' }),
      ...given,
    };
    const child = run('main.js', env);
    const beside = worker ? run('worker.js', env) : null;
    const url = `http://127.0.0.1:${port}/api/v1`;
    const jwt = new JwtService({ secret });
    const nobody = { id: '', token: () => '' };
    const service = new BuiltService(url, child, beside, folder, jwt, tokenSeconds, nobody);
    try {
      await service.logIn();
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  get isRunning(): boolean {
    return isRunning(this.child);
  }

  /** Null: jobs run in the service. */
  get workerPid(): number | null {
    return this.worker?.pid ?? null;
  }

  /** Sends one request as the administrator, again while the service is too busy; throws unless it succeeds. */
  async send<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await fetch(this.url + path, {
        method,
        headers: {
          authorization: `Bearer ${this.administrator.token()}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      if (answer.ok) return (await answer.json()) as Answer;
      const code = codeOf(await answer.text());
      if (answer.status !== 503 || attempt === ATTEMPTS)
        throw new Error(`${method} ${path} answered ${answer.status} ${code}`);
      await delay(RETRY_MS);
    }
  }

  /** New administrators, each with requests a minute of its own. */
  async administrators(count: number): Promise<Account[]> {
    const users = Array.from({ length: count }, () => ({
      id: randomUUID(),
      registered_at: new Date().toISOString(),
      role: 'admin',
    }));
    await this.send('PUT', '/users', { users });
    return users.map(({ id }) => this.accountOf(id));
  }

  /** What it says of itself; these requests count nowhere. */
  async readings(): Promise<Readings> {
    const answer = await fetch(`${new URL(this.url).origin}/metrics`, {
      headers: { authorization: `Bearer ${this.administrator.token()}` },
      signal: AbortSignal.timeout(READINGS_MS),
    });
    if (!answer.ok) throw new Error(`/metrics answered ${answer.status}`);
    return new Readings(await answer.text());
  }

  /** Ends it in good order, or by force if that takes too long. */
  async stop(): Promise<void> {
    await Promise.all([end(this.child), this.worker && end(this.worker)]);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async logIn(): Promise<void> {
    await eventually(START_MS, async () => {
      if (!this.isRunning) throw new Error('The service ended before it could listen');
      const answer = await fetch(`${this.url}/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(ADMINISTRATOR),
      });
      if (!answer.ok) throw new Error(`Logging in answered ${answer.status}`);
      const { access_token } = (await answer.json()) as { access_token: string };
      this.administrator = this.accountOf(this.jwt.decode<{ sub: string }>(access_token).sub);
    });
  }

  private accountOf(id: string): Account {
    let token = '';
    let renewAt = 0;
    return {
      id,
      token: () => {
        if (performance.now() >= renewAt) {
          token = this.jwt.sign({ sub: id }, { expiresIn: this.tokenSeconds });
          renewAt = performance.now() + this.tokenSeconds * 500;
        }
        return token;
      },
    };
  }
}

const codeOf = (problem: string) => /"code":"([^"]+)"/.exec(problem)?.[1] ?? '';

function run(program: string, env: Environment): ChildProcess {
  // One log line a request is written, as in production, but nobody reads it here.
  const child = spawn(process.execPath, [join(BUILT, program)], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

const isRunning = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null;

async function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(force);
}
