import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RedisServer } from '../../test/support/redis-server';
import { Exports } from '../load/exports';
import { startTest } from '../load/running-test';
import { SeedLoad } from '../load/seed-load';
import { Steadily } from '../load/steadily';
import { BuiltService } from '../support/built-service';
import { PostgresServer } from '../support/postgres';
import { drawSamples } from './chart';
import { type DemoWorld, loadDemo } from './demo-data';
import { readSoakOptions, type SoakOptions } from './options';
import { report, type Soak, warmUpMinutes } from './report';
import { Sampler } from './sampler';

const DATABASE = 'soak';
const LOOK_EVERY_MS = 5_000;
const EXPORT_EVERY_MS = 60_000;
/** Results are written so often, so that a run that is killed leaves some; seldom, as writing delays the load. */
const LOOKS_A_REPORT = 60;
/** So short that tokens of clients and sockets end several times in a run. */
const TOKEN_SECONDS = 600;
const ASSIGNED = 2_000;

const started = performance.now();
const say = (message: string) =>
  process.stderr.write(`${((performance.now() - started) / 1_000).toFixed(1).padStart(7)} s  ${message}\n`);

/** What has been started, to be stopped in the opposite order. */
class Started {
  private readonly stops: (() => Promise<unknown>)[] = [];

  add<T extends { stop(): Promise<unknown> }>(thing: T): T {
    this.stops.push(() => thing.stop());
    return thing;
  }

  async stop(): Promise<void> {
    // What cannot be stopped must not keep the rest running.
    for (const stop of this.stops.reverse()) await stop().catch((error: unknown) => say(String(error)));
  }
}

async function main(): Promise<void> {
  const options = readSoakOptions(process.argv.slice(2));
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const all = new Started();
  try {
    const server = all.add(await PostgresServer.start());
    const redis =
      spawnSync('redis-server', ['--version']).status === 0 ? all.add(await RedisServer.start()) : null;
    await server.create(DATABASE);
    say('loading the demo');
    const demo = await loadDemo(server, DATABASE, options.weeklyUsers);
    const service = all.add(
      await BuiltService.start({
        databaseUrl: demo.databaseUrl,
        env: { REDIS_URL: redis?.url },
        worker: options.jobs === 'external',
        tokenSeconds: TOKEN_SECONDS,
      }),
    );
    await soak(options, { service, demo, redis: redis !== null }, interruption.signal);
  } finally {
    say('stopping');
    await all.stop();
  }
}

interface Contents {
  readonly service: BuiltService;
  readonly demo: DemoWorld;
  readonly redis: boolean;
}

async function soak(options: SoakOptions, contents: Contents, signal: AbortSignal): Promise<void> {
  const { service, demo } = contents;
  const world = { ...demo, testId: await startTest(service, demo.users.slice(0, ASSIGNED)) };
  const load = await SeedLoad.start(service, world);
  const exports = new Exports(service, world, load.recorder, signal);
  const orders = new Steadily();
  orders.every(EXPORT_EVERY_MS, 0, () => exports.orderNext());
  const began = performance.now();
  const sampler = new Sampler(service, load, began);
  const date = new Date().toISOString().slice(0, 10);
  const write = () => {
    const { samples, recording } = sampler;
    return keep({ date, options, ...demo, ...contents, samples, recording, closings: load.sockets.closings });
  };
  try {
    say(`${options.minutes} minutes of load on ${demo.views.toLocaleString('en')} views`);
    for (let look = 1; performance.now() < began + options.minutes * 60_000; look++) {
      await delay(Math.max(0, began + look * LOOK_EVERY_MS - performance.now()), undefined, { signal });
      await sampler.look();
      if (look % LOOKS_A_REPORT === 0) await write();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    say('interrupted');
  } finally {
    // First of all, as it may be impatience that has interrupted the run.
    process.stdout.write(await write());
    await Promise.all([orders.stop(), load.stop()]);
  }
}

/** Writes report and chart; gives the report. */
async function keep(found: Soak): Promise<string> {
  const folder = join(__dirname, '..', 'results');
  await mkdir(folder, { recursive: true });
  const name = `${found.date}-soak`;
  const text = report(found, `${name}.svg`);
  await writeFile(join(folder, `${name}.svg`), drawSamples(found.samples, warmUpMinutes(found.options)));
  await writeFile(join(folder, `${name}.md`), text);
  return text;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
