import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { LoadClient } from '../support/load';
import { ServiceProcess } from '../support/service-process';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { verdictOn } from '../support/verdicts/verdict';

jest.setTimeout(90_000);

const EXIT_MS = 10_000;
const CLIENTS = 20;

let database: TestDatabase;
let direct: Client;
let service: ServiceProcess;
beforeAll(async () => {
  database = await createTestDatabase();
  direct = new Client({ connectionString: database.url });
  await direct.connect();
});
beforeEach(async () => {
  service = await ServiceProcess.start({ DATABASE_URL: database.url });
  const client = new LoadClient(service.url);
  const token = service.adminToken;
  const users = [{ id: userId(1), registered_at: '2026-01-06T09:00:00Z' }];
  await client.send({ method: 'PUT', path: '/users', token, body: { users } });
  const releases = [{ id: releaseId(1), title: 'One', genres: [] }];
  await client.send({ method: 'PUT', path: '/catalogue/releases', token, body: { releases } });
  client.close();
});
afterEach(() => service.stop('SIGKILL'));
afterAll(async () => {
  await direct.end();
  await database.drop();
});

const aView = () => aViewItem({ eventId: randomUUID(), userId: userId(1) });

/** A request over a connection of its own, of which `part` has been sent. */
function beginRequest(part: (whole: string) => string): { socket: Socket; rest: string; eventId: string } {
  const view = aView();
  const body = JSON.stringify({ events: [view] });
  const whole = [
    'POST /api/v1/views HTTP/1.1',
    'Host: localhost',
    `Authorization: Bearer ${service.adminToken}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
  const begun = part(whole);
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(begun);
  return { socket, rest: whole.slice(begun.length), eventId: view.event_id };
}
const allButTheEnd = (whole: string) => whole.slice(0, -10);

async function storedOf(ids: string[]): Promise<number> {
  const { rows } = await direct.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM view_events WHERE event_id = ANY ($1)',
    [ids],
  );
  return rows[0]!.count;
}

describe('SIGTERM', () => {
  it('under load: every request that is under way is answered, and every acknowledged event is stored', async () => {
    const measured = verdictOn('stop');
    const acknowledged: string[] = [];
    const failed: string[] = [];
    const noteFailure = (error: unknown) => {
      failed.push((error as { code?: string }).code ?? String(error));
      return undefined;
    };
    const worker = async () => {
      const client = new LoadClient(service.url);
      for (;;) {
        const view = aView();
        try {
          const body = { events: [view] };
          const { status } = await client.send({ path: '/views', token: service.adminToken, body });
          if (status === 200) acknowledged.push(view.event_id);
          else failed.push(String(status));
        } catch (error) {
          // Nobody listens any more: this request has never begun.
          if ((error as { code?: string }).code !== 'ECONNREFUSED') noteFailure(error);
          return;
        }
      }
    };
    const workers = Array.from({ length: CLIENTS }, worker);
    const idle = new LoadClient(service.url);
    await idle.send({ method: 'GET', path: '/health/live' });
    await delay(1_000);
    const halfWay = beginRequest(allButTheEnd);
    await delay(200);

    const before = acknowledged.length;
    const exit = service.stop();
    await delay(500);
    // A connection that was idle may still be used; it tells that the service is leaving.
    const late = await idle.send({ method: 'GET', path: '/health/ready' }).catch(noteFailure);
    halfWay.socket.write(halfWay.rest);
    const answer = await text(halfWay.socket).catch(noteFailure);
    if (answer) acknowledged.push(halfWay.eventId);
    await Promise.all(workers);
    idle.close();
    const { code, ms } = await exit;

    measured(
      `under load: ${failed.length} requests failed, exit after ${ms} ms; ${before} events acknowledged before ` +
        `SIGTERM, ${acknowledged.length - before} after it`,
    );
    expect(failed).toEqual([]);
    expect([late!.status, late!.headers.connection]).toEqual([503, 'close']);
    expect(answer).toMatch('HTTP/1.1 200 OK');
    expect(code).toBe(0);
    expect(ms).toBeLessThanOrEqual(EXIT_MS);
    expect(await storedOf(acknowledged)).toBe(acknowledged.length);
    expect(service.output).not.toMatch(/failed|unhandled/i);
  });

  it('is not held up by a client that never ends, nor by a statement that waits', async () => {
    const measured = verdictOn('stop');
    await direct.query('BEGIN; LOCK TABLE view_events IN ACCESS EXCLUSIVE MODE');
    const stuck = [beginRequest(allButTheEnd), beginRequest((whole) => whole)];
    const cut = stuck.map(({ socket }) => once(socket, 'close'));
    await delay(300);
    const { code, ms } = await service.stop();
    await direct.query('ROLLBACK');
    await Promise.all(cut);
    measured(`with a stuck client and a stuck statement: exit after ${ms} ms`);
    expect(code).toBe(0);
    expect(ms).toBeLessThanOrEqual(EXIT_MS);
  });
});
