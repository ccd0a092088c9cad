import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { userId } from '../factories/ids';
import { startTestApp, type TestApp } from '../support/test-app';

const PASSWORD = 'a password';
const HERE = '192.0.2.1';
const ELSEWHERE = '198.51.100.7';

let service: TestApp;
beforeAll(async () => {
  service = await startTestApp({ settings: { TRUST_PROXY: ['127.0.0.1'] } });
  const registered_at = '2026-01-05T09:00:00Z';
  const users = [1, 2, 3, 4, 5].map((number) => ({
    id: userId(number),
    registered_at,
    email: `user${number}@example.org`,
    ...(number !== 5 && { password: PASSWORD }),
  }));
  await service.asAdmin('put', '/users', { users }).expect(200);
});
afterAll(() => service.close());

const logIn = (email: string, password: string, network = HERE) =>
  service.anonymously('post', '/auth/login', { email, password }).set('X-Forwarded-For', network);
const statusesOf = async (times: number, email: string, password: string, network = HERE) => {
  const statuses: number[] = [];
  for (let time = 0; time < times; time++) statuses.push((await logIn(email, password, network)).status);
  return statuses;
};

describe('log-in', () => {
  it('gives a token for an hour', async () => {
    const { body } = await logIn('User1@Example.org', PASSWORD).expect(200);
    expect(body).toEqual({ access_token: expect.any(String), token_type: 'Bearer', expires_in: 3600 });
  });

  it('keeps passwords as argon2id of 19 MiB and two passes', async () => {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ hash: string }>(
      'SELECT password_hash AS hash FROM users WHERE password_hash IS NOT NULL',
    );
    await client.end();
    expect(rows.length).toBeGreaterThan(1);
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('answers alike for an unknown e-mail, a wrong password and an account without one', async () => {
    const answers = [];
    for (const email of ['nobody@example.org', 'user1@example.org', 'user5@example.org']) {
      const { body, headers } = await logIn(email, 'wrong').expect(401);
      const names = Object.keys(headers).sort();
      answers.push({ body: body as object, names });
    }
    expect(answers[0]!.body).toMatchObject({ code: 'auth.invalid_credentials' });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  it('takes as long for an unknown e-mail as for a wrong password', async () => {
    const emails = ['nobody@example.org', 'user1@example.org', 'user5@example.org'];
    const times: number[][] = [[], [], []];
    let [unknown, wrong, passwordless] = [0, Infinity, 0];
    // What the machine does beside it evens out in the end; what the service does would not.
    for (let tries = 0; tries < 124 && Math.max(off(unknown, wrong), off(passwordless, wrong)) > 0.1;) {
      for (const last = tries + 31; tries < last; tries++) {
        for (let step = 0; step < emails.length; step++) {
          const kind = (tries + step) % emails.length;
          const began = performance.now();
          // Every try from a network of its own: nobody is slowed down.
          await logIn(emails[kind]!, 'wrong', `203.0.113.${tries}`).expect(401);
          times[kind]!.push(performance.now() - began);
        }
      }
      [unknown, wrong, passwordless] = times.map(median) as [number, number, number];
    }
    console.log(
      `log-in, medians of ${times[0]!.length}: unknown e-mail ${unknown.toFixed(1)} ms, wrong password ` +
        `${wrong.toFixed(1)} ms, no password ${passwordless.toFixed(1)} ms`,
    );
    expect(off(unknown, wrong)).toBeLessThan(0.2);
    expect(off(passwordless, wrong)).toBeLessThan(0.2);
  });
});

describe('guessing', () => {
  it('has to wait after five failures, longer each time, and success ends it', async () => {
    const email = 'user2@example.org';
    expect(await statusesOf(5, email, 'wrong')).toEqual([401, 401, 401, 401, 401]);
    const waits: number[] = [];
    for (let round = 0; round < 2; round++) {
      const { body, headers } = await logIn(email, 'wrong').expect(429);
      expect(body).toMatchObject({ code: 'auth.wait' });
      waits.push(Number(headers['retry-after']));
      // Being right does not help before the time, or guessing would go on unhindered.
      await logIn(email.toUpperCase(), PASSWORD).expect(429);
      await logIn(email, PASSWORD, ELSEWHERE).expect(200);
      await logIn('user3@example.org', PASSWORD).expect(200);
      await delay(waits.at(-1)! * 1_000 + 50);
      if (round === 0) await logIn(email, 'wrong').expect(401);
    }
    expect(waits).toEqual([1, 2]);
    await logIn(email, PASSWORD).expect(200);
    expect(await statusesOf(5, email, 'wrong')).toEqual([401, 401, 401, 401, 401]);
  });

  it('gains nothing by guessing all at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) => logIn('user4@example.org', `wrong ${index}`)),
    );
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect({ tried: count(401), refused: count(429) }).toEqual({ tried: 5, refused: 25 });
  });

  it('at accounts that are not there has to wait as well', async () => {
    expect(await statusesOf(6, 'absent@example.org', 'wrong')).toEqual([401, 401, 401, 401, 401, 429]);
  });

  it('does not get in the way of people who are right, however many tabs they open', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => logIn('user1@example.org', PASSWORD)));
    expect(answers.map(({ status }) => status)).toEqual(new Array(12).fill(200));
  });
});

/** By which share `value` differs from `other`. */
const off = (value: number, other: number) => Math.abs(value / other - 1);

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
