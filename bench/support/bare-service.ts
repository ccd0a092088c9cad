import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface BareMessage {
  readonly port?: number;
  readonly residentBytes?: number;
}

/** Nest and Express with nothing around them, in a process of its own. */
export class BareService {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<BareService> {
    const child = fork(join(__dirname, 'bare-nest.cjs'), { env: { NODE_ENV: 'production' } });
    const [{ port }] = (await once(child, 'message')) as [BareMessage];
    return new BareService(`http://127.0.0.1:${port}`, child);
  }

  async residentBytes(): Promise<number> {
    const told = once(this.child, 'message') as Promise<[BareMessage]>;
    this.child.send('resident bytes?');
    return (await told)[0].residentBytes!;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
