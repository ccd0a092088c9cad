import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';
import { EventBus } from '../../src/common/kernel/event-bus';
import { ConversionsRecorded, ViewsRecorded } from '../../src/modules/analytics';
import { RealtimePace } from '../../src/modules/realtime/domain/realtime-pace';
import { FrameSender } from '../../src/modules/realtime/presentation/frame-sender';
import { userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';
import { eventually } from '../support/eventually';
import { LiveClient } from '../support/live-client';
import { ServiceProcess } from '../support/service-process';
import { startTestApp, type TestApp } from '../support/test-app';
import { createTestDatabase } from '../support/test-database';
import { verdictOn } from '../support/verdicts/verdict';

jest.setTimeout(120_000);

const CUT_MS = 10_000;
const MOST_BYTES = 64 * 1024 ** 2;
const BROADCAST_BYTES = 160 * 1024 ** 2;
/** Frames made while a reader pauses, more than the buffers of the network hold. */
const PUBLISHED = 150;
/** A busy machine looks at its timers late. */
const LATE_MS = 1_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes that are still in use after a collection. */
function heldBytes(): number {
  collectGarbage();
  const { arrayBuffers, external, heapUsed } = process.memoryUsage();
  return arrayBuffers + external + heapUsed;
}

const mb = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;

/** The connection below a client. */
const wireOf = ({ socket }: Pick<LiveClient, 'socket'>) =>
  (socket.io.engine.transport as unknown as { ws: { _socket: Socket } }).ws._socket;

const connectionsTo = (service: TestApp) =>
  new Promise<number>((resolve, reject) =>
    service.app
      .getHttpServer()
      .getConnections((error: Error | null, count: number) => (error ? reject(error) : resolve(count))),
  );

/** With so many variants of such names a frame holds some 320 KB. */
const VARIANTS = 300;
const NAME = 'v'.repeat(1_000);

describe('a reader that reads nothing', () => {
  let service: TestApp;
  beforeAll(async () => {
    // Frames as fast as they can be made.
    const pace = Object.assign(new RealtimePace(), { gatherMs: 0, frameMs: 0 });
    service = await startTestApp({
      override: (builder) => builder.overrideProvider(RealtimePace).useValue(pace),
    });
    await convert(VARIANTS);
  });
  afterAll(() => service.close());

  /** One more conversion of each of the first variants. */
  async function convert(variants: number): Promise<void> {
    const conversions = Array.from({ length: variants }, (_, index) => ({
      testId: userId(index),
      variantId: NAME,
      count: 1,
    }));
    await service.app.get(EventBus).publish(new ConversionsRecorded(conversions));
    // The frame is made in the next round of the event loop.
    await delay(2);
  }

  it('costs no memory while 160 MB are meant for it, and is cut within ten seconds; others are served', async () => {
    const measured = verdictOn('slowClients');
    const [paused, other] = [await LiveClient.open(service), await LiveClient.open(service)];
    await paused.subscribe(['conversions']);
    await other.subscribe(['views']);
    const wire = wireOf(paused);
    let frameBytes = 0;
    wire.on('data', (chunk: Buffer) => (frameBytes += chunk.length));
    await convert(1);
    await eventually(CUT_MS, () => expect(paused.frames).toHaveLength(1));

    const open = await connectionsTo(service);
    const before = heldBytes();
    const began = performance.now();
    wire.pause();
    let most = 0;
    const { data } = service.app.get(FrameSender).sockets.find(({ id }) => id === paused.socket.id)!;
    const meant = () => data.seq * frameBytes;
    // On a starved machine it is cut before all has been made.
    while (meant() < BROADCAST_BYTES && (await connectionsTo(service)) === open) {
      await convert(1);
      if (data.seq % 100 === 0) most = Math.max(most, heldBytes() - before);
    }
    most = Math.max(most, heldBytes() - before);
    const meantAfter = performance.now() - began;
    const figure =
      `socket that reads nothing: ${mb(meant())} meant for it within ${Math.round(meantAfter)} ms, ` +
      `${mb(most)} held at most`;
    measured(figure);
    expect(most).toBeLessThan(MOST_BYTES);
    expect(meant()).toBeGreaterThan(MOST_BYTES);
    const view = new ViewsRecorded([aView()], 'live');
    await service.app.get(EventBus).publish(view);
    await eventually(CUT_MS, () => expect(other.last).toMatchObject({ views: 1 }));
    await eventually(2 * CUT_MS, async () => expect(await connectionsTo(service)).toBeLessThan(open));
    const cutAfter = performance.now() - began;
    measured(`${figure}, cut after ${Math.round(cutAfter)} ms`);
    expect(cutAfter).toBeLessThan(CUT_MS + LATE_MS);
    expect(other.disconnects).toEqual([]);
    wire.destroy();
    other.close();
    console.info(
      `A bare socket.io server that emits as much holds ${mb(await heldByBareServer(frameBytes))}`,
    );
  });

  it('that comes back in time sees by the numbers that it has missed something, and the latest totals', async () => {
    const client = await LiveClient.open(service);
    await client.subscribe(['conversions']);
    const total = () => client.last!.conversions![0]!.count;
    await convert(1);
    await eventually(CUT_MS, () => expect(client.frames).toHaveLength(1));
    const first = total();
    const wire = wireOf(client);
    wire.pause();
    for (let time = 0; time < PUBLISHED; time++) await convert(1);
    wire.resume();
    await eventually(CUT_MS, () => expect(total()).toBe(first + PUBLISHED));
    const numbers = client.frames.map(({ seq }) => seq);
    console.info(
      `${PUBLISHED} frames were made in the pause, ${numbers.length - 1} came, the last one as ${numbers.at(-1)}`,
    );
    expect(numbers.at(-1)).toBe(PUBLISHED + 1);
    expect(numbers.length).toBeLessThan(PUBLISHED);
    client.close();
  });
});

/** What frames of this size hold in memory when nobody asks whether they are read. */
async function heldByBareServer(frameBytes: number): Promise<number> {
  const http = createServer();
  const server = new Server(http);
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const { port } = http.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}`, { transports: ['websocket'], reconnection: false });
  await once(socket as never, 'connect');
  const wire = wireOf({ socket });
  wire.pause();
  const before = heldBytes();
  for (let sent = 0; sent < BROADCAST_BYTES; sent += frameBytes)
    server.emit('metrics', 'x'.repeat(frameBytes));
  await delay(500);
  const held = heldBytes() - before;
  wire.destroy();
  await server.close();
  return held;
}

describe('SIGTERM', () => {
  it('closes the sockets in such a way that clients come back, and does not wait for a paused one', async () => {
    const database = await createTestDatabase();
    const service = await ServiceProcess.start({ DATABASE_URL: database.url });
    const [client, paused] = [await LiveClient.open(service), await LiveClient.open(service)];
    await client.subscribe(['views']);
    const pausedWire = wireOf(paused);
    pausedWire.pause();
    const gone = once(client.socket as never, 'disconnect');
    const { code, ms } = await service.stop();
    console.info(`SIGTERM with an open and a paused socket: exit after ${ms} ms`);
    expect(await gone).toEqual(['transport close', expect.anything()]);
    expect(code).toBe(0);
    expect(ms).toBeLessThanOrEqual(5_000);
    expect(service.output).not.toMatch(/error|unhandled/i);
    client.close();
    pausedWire.destroy();
    await service.stop('SIGKILL');
    await database.drop();
  });
});
