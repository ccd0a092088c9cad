import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokenOnPurpose } from './broken';
import { eventually } from './eventually';
import { freePort } from './free-port';
import { LoadClient } from './load';
import { ADMIN } from './test-app';

/** Two may start at once on a busy machine. */
const START_MS = 90_000;
const ROOT = join(__dirname, '..', '..');
const REGISTER = join(__dirname, 'register.cjs');

interface Program {
  readonly folder: string;
  /** What Node is given. */
  readonly args: readonly string[];
  /** How long the start may take. */
  readonly patienceMs: number;
}

/** The service as it is started in earnest, in a process of its own. An unhandled rejection ends it, as it should. */
export class ServiceProcess {
  adminToken = '';
  /** What it has written to standard error and output. */
  output = '';

  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly dataDir: string,
  ) {
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }

  /** `preloaded`: modules of the harness that come before the service. */
  static start(env: Record<string, string>, preloaded: readonly string[] = []): Promise<ServiceProcess> {
    const required = [REGISTER, ...preloaded, ...brokenOnPurpose];
    const args = [...required.flatMap((file) => ['--require', file]), 'src/main.ts'];
    return ServiceProcess.launch({ folder: ROOT, args, patienceMs: START_MS }, env);
  }

  /** The same of any version, once it is built; `broken` is the path of a file that spoils it. */
  static startBuilt(
    folder: string,
    env: Record<string, string>,
    patienceMs: number,
    broken?: string,
  ): Promise<ServiceProcess> {
    const spoiled = broken ? ['--require', REGISTER, '--require', broken] : [];
    return ServiceProcess.launch({ folder, args: [...spoiled, 'dist/src/main.js'], patienceMs }, env);
  }

  private static async launch(program: Program, env: Record<string, string>): Promise<ServiceProcess> {
    const port = await freePort();
    const dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-service-'));
    const child = spawn(process.execPath, program.args, {
      cwd: program.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        LOG_LEVEL: 'error',
        PORT: String(port),
        DATA_DIR: dataDir,
        JWT_SECRET: 'a secret of the test suite, long enough',
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        RATE_LIMIT_PER_MINUTE: '1000000',
        ADMIN_RATE_LIMIT_PER_MINUTE: '1000000',
        ...env,
      },
    });
    process.once('exit', () => child.kill('SIGKILL'));
    const service = new ServiceProcess(`http://127.0.0.1:${port}/api/v1`, child, dataDir);
    const client = new LoadClient(service.url);
    try {
      await eventually(program.patienceMs, async () => {
        if (!service.isRunning) return;
        const { status, text } = await client.send({ path: '/auth/login', body: ADMIN });
        if (status !== 200) throw new Error(text);
        service.adminToken = (JSON.parse(text) as { access_token: string }).access_token;
      });
      if (!service.isRunning) throw new Error(`The service ended:\n${service.output}`);
    } catch (error) {
      await service.stop('SIGKILL');
      throw error;
    } finally {
      client.close();
    }
    return service;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it; tells its exit code (null: killed) and how many milliseconds it took. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<{ code: number | null; ms: number }> {
    const began = performance.now();
    const exited = this.isRunning ? once(this.child, 'exit') : undefined;
    this.child.kill(signal);
    await exited;
    rmSync(this.dataDir, { recursive: true, force: true });
    return { code: this.child.exitCode, ms: Math.round(performance.now() - began) };
  }
}
