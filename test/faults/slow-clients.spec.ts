import { connect } from 'node:net';
import { LoadClient, p99 } from '../support/load';
import { startTestApp, type TestApp } from '../support/test-app';
import { verdictOn } from '../support/verdicts/verdict';

jest.setTimeout(60_000);

const CLOSED_MS = 15_000;

let service: TestApp;
beforeAll(async () => (service = await startTestApp()));
afterAll(() => service.close());

/** Sends `head` at once and then one byte a second; tells what came back until the end, and when that was. */
function dribble(head: string, byte: string): Promise<{ answer: string; ms: number }> {
  const began = performance.now();
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', () => undefined);
    socket.write(head);
    const timer = setInterval(() => byte && socket.write(byte), 1_000);
    socket.once('close', () => {
      clearInterval(timer);
      resolve({ answer, ms: Math.round(performance.now() - began) });
    });
  });
}

describe('a slow client', () => {
  it('is cut off within 15 seconds, and others do not notice', async () => {
    const measured = verdictOn('slowClients');
    const head = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n';
    const body = 'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{';
    const slow = {
      'sends nothing': dribble('', ''),
      'sends a byte of its headers a second': dribble(`${head}X-Slow: `, 'x'),
      'sends a byte of its body a second': dribble(head + body, ' '),
      'sends no second request': dribble('GET /api/v1/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n', ''),
    };
    let cut = false;
    const ends = Promise.all(Object.values(slow)).finally(() => (cut = true));
    const client = new LoadClient(service.url);
    const others: number[] = [];
    while (!cut) {
      const { status, ms } = await client.send({ method: 'GET', path: '/analytics/v2/status' });
      expect(status).toBe(200);
      others.push(ms);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    client.close();
    const rows = (await ends).map(({ answer, ms }, index) => ({
      client: Object.keys(slow)[index],
      'closed after ms': ms,
      answer: answer.split('\r\n')[0],
    }));
    console.info(rows.map((row) => JSON.stringify(row)).join('\n'));
    measured(
      `clients cut after ${Math.max(...rows.map((row) => row['closed after ms']))} ms at most; meanwhile ` +
        `${others.length} others answered, p99 ${Math.round(p99(others))} ms`,
    );
    expect(rows.filter((row) => row['closed after ms'] > CLOSED_MS)).toEqual([]);
    expect(rows.map(({ answer }) => answer)).toEqual([
      'HTTP/1.1 408 Request Timeout',
      'HTTP/1.1 408 Request Timeout',
      'HTTP/1.1 408 Request Timeout',
      'HTTP/1.1 200 OK',
    ]);
    expect(others.length).toBeGreaterThan(50);
  });
});
