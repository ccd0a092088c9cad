import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../support/eventually';
import { freePort } from '../../support/free-port';

const ROOT = join(__dirname, '..', '..', '..');
const LOOK_AGAIN_MS = 1_000;
const READY_MS = 240_000;

export const ADMIN = { email: 'admin@example.org', password: 'correct horse battery' };

/** What is built, on demo data and a database of its own, as `npm run demo` starts it. */
export class DemoService {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly dataDir: string,
  ) {}

  /** Comes back when pages have something to show: data are loaded and all models have been learned. */
  static async start(): Promise<DemoService> {
    const dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-browser-'));
    const port = await freePort();
    const child = spawn(process.execPath, ['dist/src/cli.js', 'demo'], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        DATA_DIR: dataDir,
        PORT: String(port),
        LOG_LEVEL: 'error',
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        ADMIN_RATE_LIMIT_PER_MINUTE: '100000',
        RATE_LIMIT_PER_MINUTE: '100000',
      },
    });
    const service = new DemoService(`http://127.0.0.1:${port}`, child, dataDir);
    await eventually(READY_MS, async () => {
      await delay(LOOK_AGAIN_MS);
      await service.hasLearned();
    });
    return service;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async hasLearned(): Promise<void> {
    if (this.child.exitCode !== null) throw new Error('The service has ended');
    const token = await logInTo(this.url, ADMIN);
    const { items } = await callApi<{ items: { purpose: string }[] }>(
      this.url,
      token,
      'GET',
      '/analytics/v2/models',
    );
    const purposes = new Set(items.map(({ purpose }) => purpose));
    if (!['popularity', 'churn', 'recommendations'].every((purpose) => purposes.has(purpose)))
      throw new Error(`Has learned only ${[...purposes].join(', ')}`);
  }
}

export async function callApi<Answer>(
  url: string,
  token: string | null,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

export async function logInTo(url: string, account: { email: string; password: string }): Promise<string> {
  const { access_token } = await callApi<{ access_token: string }>(url, null, 'POST', '/auth/login', account);
  return access_token;
}
