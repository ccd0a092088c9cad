import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
beforeAll(async () => (service = await startTestApp()));
afterAll(() => service.close());

const server = () => service.app.getHttpServer();
describe('the language', () => {
  it.each([
    ['en', 'There is nothing at this address.'],
    ['ru', 'По этому адресу ничего нет.'],
    ['de, ru;q=0.8', 'По этому адресу ничего нет.'],
    ['ru-RU,ru;q=0.9,en;q=0.5', 'По этому адресу ничего нет.'],
    ['xx', 'There is nothing at this address.'],
    [',;q=', 'There is nothing at this address.'],
  ])('of %s', async (language, detail) => {
    const { body } = await service
      .anonymously('get', '/nothing')
      .set('Accept-Language', language)
      .expect(404);
    expect(body).toEqual({
      type: 'urn:kinoscope:problem:route.not_found',
      title: expect.any(String),
      status: 404,
      detail,
      code: 'route.not_found',
      instance: '/api/v1/nothing',
    });
  });

  it('is DEFAULT_LOCALE when nobody asks for one', async () => {
    const russian = await startTestApp({
      databaseUrl: service.databaseUrl,
      settings: { DEFAULT_LOCALE: 'ru' },
    });
    const { body } = await russian.anonymously('get', '/nothing').expect(404);
    expect(body).toMatchObject({ detail: 'По этому адресу ничего нет.' });
    const { body: english } = await russian.anonymously('get', '/nothing').set('Accept-Language', 'en');
    expect(english).toMatchObject({ detail: 'There is nothing at this address.' });
    await russian.close();
  });
});

describe('what is no HTTP', () => {
  it('gets no body for HEAD', async () => {
    const answer = await sendRaw('HEAD /\u00ff HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*\r\n\r\n$/);
  });

  it('is not an expectation that nobody knows', async () => {
    const head = 'GET /api/v1/health/live HTTP/1.1\r\nHost: x\r\nExpect: a miracle\r\nConnection: close';
    expect(await sendRaw(`${head}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each([
    ['garbage', 'garbage\r\n\r\n', 400, 'request.unreadable'],
    ['a broken header', 'GET / HTTP/1.1\r\nHost: x\r\nbroken\r\n\r\n', 400, 'request.unreadable'],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'request.unreadable',
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
      'request.unreadable',
    ],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'request.unreadable'],
    [
      'too long a header',
      `GET / HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'request.headers_too_large',
    ],
  ])('%s gets a problem, too', async (_, text, status, code) => {
    const answer = await sendRaw(text);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status, code, title: expect.stringMatching(/^[A-Z]/) });
  });
});

/** What comes back over a connection of its own until it ends. */
async function sendRaw(text: string): Promise<string> {
  const { port } = server().address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (part: string) => (answer += part));
  socket.on('error', () => undefined).write(text, 'latin1');
  await once(socket, 'close');
  return answer;
}
