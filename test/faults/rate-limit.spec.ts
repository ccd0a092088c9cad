import { randomBytes } from 'node:crypto';
import { Redis } from '../../src/common/redis/redis';
import { userId } from '../factories/ids';
import { eventually } from '../support/eventually';
import { type Answer, type Call, LoadClient } from '../support/load';
import { describeWithRedis, RedisServer } from '../support/redis-server';
import { type Replicas, startReplicas } from '../support/replicas';

jest.setTimeout(60_000);

const LIMIT = 60;
const ADMIN_LIMIT = 80;
const KEY_LIMIT = 70;
const STATUS: Call = { method: 'GET', path: '/analytics/v2/status' };

const count = (answers: readonly Answer[], status: number) =>
  answers.filter((answer) => answer.status === status).length;

// Redis has 50 ms to answer, which a starved machine may miss: then the process counts by itself.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeWithRedis('the limits', () => {
  let server: RedisServer;
  let replicas: Replicas;
  let clients: LoadClient[];
  let apiKey: string;

  beforeAll(async () => {
    server = await RedisServer.start();
    replicas = await startReplicas({
      now: 'running',
      settings: {
        REDIS_URL: server.url,
        RATE_LIMIT_PER_MINUTE: LIMIT,
        ADMIN_RATE_LIMIT_PER_MINUTE: ADMIN_LIMIT,
        INGEST_RATE_LIMIT_PER_MINUTE: KEY_LIMIT,
        // Tests name their addresses by X-Forwarded-For, but for those of X-Forwarded-For itself.
        TRUST_PROXY: ['127.0.0.1'],
      },
    });
    clients = [replicas.a, replicas.b].map(({ url }) => new LoadClient(url));
    const { body } = await replicas.a.asAdmin('post', '/api-keys', { name: 'ingest', scopes: ['ingest'] });
    apiKey = (body as { key: string }).key;
  });
  beforeEach(() => server.client.flushall());
  afterAll(async () => {
    clients.forEach((client) => client.close());
    await replicas.close();
    await server.stop();
  });

  /** The calls go to the replicas in turn, all at once. */
  async function sendAll(calls: readonly Call[]): Promise<Answer[]> {
    const answers = clients.map((client, replica) => {
      const own = calls.filter((_, index) => index % clients.length === replica);
      return client.sendAll(own, own.length);
    });
    return (await Promise.all(answers)).flat();
  }

  /** From an address of its own, so that tests do not meet. */
  let lastAddress = 0;
  const fromNewAddress = () => ({ 'x-forwarded-for': `198.51.100.${++lastAddress}` });

  it('answer exactly 60 of 200 requests at once over two replicas', async () => {
    const headers = fromNewAddress();
    const answers = await sendAll(new Array<Call>(200).fill({ ...STATUS, headers }));
    console.info(`of 200 requests over two replicas ${count(answers, 200)} were answered`);
    expect([count(answers, 200), count(answers, 429)]).toEqual([LIMIT, 140]);
    const remaining = answers.filter(({ status }) => status === 200).map(({ headers }) => headers);
    expect(remaining.map((header) => Number(header['x-ratelimit-remaining'])).sort((a, b) => a - b)).toEqual(
      Array.from({ length: LIMIT }, (_, index) => index),
    );
    for (const { status, headers: header, text } of answers) {
      expect(header['x-ratelimit-limit']).toBe('60');
      expect(Number(header['x-ratelimit-reset'])).toBeGreaterThan(50);
      expect(Number(header['x-ratelimit-reset'])).toBeLessThanOrEqual(60);
      if (status !== 429) continue;
      expect(header['x-ratelimit-remaining']).toBe('0');
      expect(header['retry-after']).toBe(header['x-ratelimit-reset']);
      expect(header['content-type']).toMatch('application/problem+json');
      expect(JSON.parse(text)).toMatchObject({ status: 429, code: 'request.rate_limited' });
    }
  });

  it('count one IPv6 network as one client, and another address as another', async () => {
    const from = (address: string) => ({ ...STATUS, headers: { 'x-forwarded-for': address } });
    const network = Array.from({ length: 100 }, (_, index) => from(`2001:db8::${index.toString(16)}`));
    const answers = await sendAll(network);
    expect(count(answers, 200)).toBe(LIMIT);
    expect((await sendAll([from('2001:db8:0:1::1')])).map(({ status }) => status)).toEqual([200]);
  });

  it('are not moved by bearers and keys that nobody knows', async () => {
    const address = fromNewAddress();
    const forged = (index: number): Record<string, string> =>
      index % 2 === 0
        ? { authorization: `Bearer ${randomBytes(20).toString('hex')}` }
        : { 'x-api-key': `ksk_${randomBytes(32).toString('base64url')}` };
    const calls = Array.from({ length: 200 }, (_, index) => ({
      ...STATUS,
      headers: { ...address, ...forged(index) },
    }));
    expect(count(await sendAll(calls), 200)).toBe(LIMIT);
  });

  it('count what is refused, malformed or unknown, in any case of the path', async () => {
    const user = { id: userId(1), registered_at: '2026-01-06T09:00:00Z' };
    const account = { ...user, email: 'one@example.org', password: 'a password' };
    await replicas.a.asAdmin('put', '/users', { users: [account] }).expect(200);
    const token = await replicas.a.logIn(account.email, account.password);
    const headers = fromNewAddress();
    const expected: [status: number, call: Call][] = [
      [200, STATUS],
      [200, { ...STATUS, path: '/Analytics/V2/Status' }],
      [400, { path: '/auth/login', body: '{"email": ' }],
      [400, { path: '/auth/login', body: {} }],
      [401, { path: '/views', body: {} }],
      [403, { path: '/views', body: {}, token }],
      [404, { method: 'GET', path: '/nothing' }],
      [404, { method: 'GET', path: '/health/nothing' }],
    ];
    for (const [index, [status, call]] of expected.entries()) {
      const answer = await clients[0]!.send({ ...call, headers });
      expect([call.path, answer.status]).toEqual([call.path, status]);
      expect(answer.headers['x-ratelimit-limit']).toBe('60');
      expect(answer.headers['x-ratelimit-remaining']).toBe(String(LIMIT - 1 - index));
      expect(Number(answer.headers['x-ratelimit-reset'])).toBeGreaterThan(0);
    }
  });

  it('leave health checks alone', async () => {
    const headers = fromNewAddress();
    for (const path of ['/health/live', '/health/ready']) {
      const answers = await sendAll(new Array<Call>(LIMIT + 20).fill({ method: 'GET', path, headers }));
      expect(count(answers, 200)).toBe(LIMIT + 20);
      expect(answers[0]!.headers).not.toHaveProperty('x-ratelimit-limit');
    }
  });

  it('count administrators by account and keys by themselves, wherever they come from', async () => {
    const admin = Array.from({ length: ADMIN_LIMIT + 20 }, () => ({
      method: 'GET',
      path: '/auth/me',
      token: replicas.a.adminToken,
      headers: fromNewAddress(),
    }));
    const asAdmin = await sendAll(admin);
    expect([count(asAdmin, 200), count(asAdmin, 429)]).toEqual([ADMIN_LIMIT, 20]);
    expect(asAdmin[0]!.headers['x-ratelimit-limit']).toBe(String(ADMIN_LIMIT));
    const ingest = Array.from({ length: KEY_LIMIT + 20 }, () => ({
      path: '/views',
      body: { events: [] },
      headers: { ...fromNewAddress(), 'x-api-key': apiKey },
    }));
    const byKey = await sendAll(ingest);
    expect(count(byKey, 429)).toBe(20);
    expect(byKey[0]!.headers['x-ratelimit-limit']).toBe(String(KEY_LIMIT));
  });

  it('count on the address what a valid key does not open', async () => {
    const headers = { ...fromNewAddress(), 'x-api-key': apiKey };
    const tried = new Array<Call>(LIMIT + 5).fill({ method: 'GET', path: '/catalogue/genres', headers });
    const answers = await sendAll(tried);
    expect([count(answers, 403), count(answers, 429)]).toEqual([LIMIT, 5]);
  });

  it('go on in each process while Redis is away, from where it had come', async () => {
    const headers = fromNewAddress();
    const call = { ...STATUS, headers };
    expect(count(await sendAll(new Array<Call>(40).fill(call)), 200)).toBe(40);
    server.freeze();
    const answers = await clients[0]!.sendAll(new Array<Call>(60).fill(call), 60);
    expect([count(answers, 200), count(answers, 429)]).toEqual([LIMIT - 20, 20]);
    expect(answers.every((answer) => answer.headers['x-ratelimit-limit'] === '60')).toBe(true);
    server.thaw();
    await eventually(2_000, () => expect(replicas.a.app.get(Redis).state).toBe('up'));
  });
});

describe('the limits without trusted proxies', () => {
  let replicas: Replicas;
  beforeAll(async () => (replicas = await startReplicas({ settings: { RATE_LIMIT_PER_MINUTE: LIMIT } })));
  afterAll(() => replicas.close());

  it('are not moved by X-Forwarded-For', async () => {
    const client = new LoadClient(replicas.a.url);
    const calls = Array.from({ length: 200 }, (_, index) => ({
      ...STATUS,
      headers: { 'x-forwarded-for': `203.0.113.${index}`, forwarded: `for=203.0.113.${index}` },
    }));
    const answers = await client.sendAll(calls, 50);
    client.close();
    // One request of this address was the administrator's login at the start.
    expect(count(answers, 200)).toBe(LIMIT - 1);
  });
});
