import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { brokenOnPurpose } from './broken';

const ROOT = join(__dirname, '..', '..');

/** A process that runs jobs. */
export class WorkerProcess {
  private static readonly all = new Set<ChildProcess>();

  /** What it has written to standard error and output. */
  output = '';

  private constructor(private readonly child: ChildProcess) {
    WorkerProcess.all.add(child);
    for (const stream of [child.stdout!, child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }

  /** `settings` are further variables of its environment. */
  static start(databaseUrl: string, script: string, settings: Record<string, string> = {}): WorkerProcess {
    const required = ['./test/support/register.cjs', ...brokenOnPurpose];
    const child = spawn(process.execPath, [...required.flatMap((file) => ['--require', file]), script], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'test',
        LOG_LEVEL: 'warn',
        JWT_SECRET: 'a secret of the test suite, long enough',
        DATABASE_URL: databaseUrl,
        ...settings,
      },
    });
    return new WorkerProcess(child);
  }

  static killAll(): void {
    for (const child of this.all) child.kill('SIGKILL');
    this.all.clear();
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Its exit code; null: killed. */
  async ended(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }

  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended();
  }
}
