import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port';

const START_MS = 10_000;

/** A real redis-server on loopback that keeps nothing on disk. */
export class RedisServer {
  private constructor(
    readonly url: string,
    /** For looking into the server past the service. */
    readonly client: Redis,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(givenPort?: number): Promise<RedisServer> {
    const port = givenPort ?? (await freePort());
    const folder = mkdtempSync(join(tmpdir(), 'kinoscope-redis-'));
    const options = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
    const child = spawn(
      'redis-server',
      Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      { stdio: 'ignore' },
    );
    const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    const server = new RedisServer(`redis://127.0.0.1:${port}`, client, child, folder);
    process.once('exit', () => child.kill('SIGKILL'));
    const failure = Promise.race([once(child, 'exit'), delay(START_MS, undefined, { ref: false })]);
    const started = await Promise.race([client.ping(), failure.then(() => null)]);
    if (started === null) {
      await server.stop();
      throw new Error('redis-server did not start');
    }
    return server;
  }

  /** The process stands still: connections stay open, and nothing is answered. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    this.client.disconnect();
    const exited = this.child.exitCode === null ? once(this.child, 'exit') : undefined;
    this.child.kill('SIGKILL');
    await exited;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const hasRedisServer = () => spawnSync('redis-server', ['--version']).status === 0;

/**
 * A suite that needs redis-server. Without it the suite says so in one line; where CI is set it fails instead,
 * as nothing may be left out there unseen.
 */
export function describeWithRedis(name: string, suite: () => void): void {
  if (hasRedisServer()) {
    describe(name, suite);
    return;
  }
  describe(name, () => {
    it('needs redis-server, which is not installed here: nothing of it was tested', () => {
      expect(process.env.CI).toBeFalsy();
    });
  });
}
