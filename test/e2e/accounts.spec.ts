import { userId } from '../factories/ids';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
beforeAll(async () => (service = await startTestApp()));
afterAll(() => service.close());

const registered_at = '2026-01-05T09:00:00Z';
const put = async (...users: object[]) =>
  (await service.asAdmin('put', '/users', { users }).expect(200)).body as {
    accepted: number;
    duplicates: number;
    rejected: { index: number; code: string }[];
  };

describe('e-mails', () => {
  it.each([
    ['İstanbul@example.org', 'istanbul@example.org'],
    ['İzmir@example.org', 'i̇zmir@example.org'],
    ['ΣΑΣ@example.org', 'σας@example.org'],
    ['ΣΑΣ@example.org', 'σασ@example.org'],
    ['STRASSE@example.org', 'straße@example.org'],
    ['Kelvin@example.org', 'kelvin@example.org'],
    ['ПОЧТА@ДОМЕН.РФ', 'почта@домен.рф'],
  ])(
    '%s and %s are one or two people’s, together and one after the other, but never a fault',
    async (a, b) => {
      const together = await put(
        { id: userId(1), registered_at, email: a },
        { id: userId(2), registered_at, email: b },
      );
      const second = await put({ id: userId(2), registered_at, email: b });
      for (const { rejected } of [together, second])
        for (const { code } of rejected) expect(['user.email_taken', 'user.invalid']).toContain(code);
      expect(second.accepted).toBe(0);
      await put({ id: userId(1), registered_at, email: null }, { id: userId(2), registered_at, email: null });
    },
  );

  it.each([
    'a@\ud800.example',
    '"a\u0000b"@example.org',
    `${'x'.repeat(64)}@${'y.'.repeat(200)}org`,
    'a@',
    '',
  ])('are none: %j', async (email) => {
    const { rejected } = await put({ id: userId(3), registered_at, email });
    expect(rejected).toMatchObject([{ code: 'user.invalid' }]);
  });
});

describe('passwords', () => {
  it('of a whole batch are hashed without keeping others from logging in', async () => {
    const accounts = Array.from({ length: 60 }, (_, index) => ({
      id: userId(100 + index),
      registered_at,
      email: `batch${index}@example.org`,
      password: `password ${index}`,
    }));
    const batch = put(...accounts);
    const began = performance.now();
    await service.logIn('admin@example.org', 'correct horse battery');
    const ms = performance.now() - began;
    expect((await batch).accepted).toBe(60);
    expect(ms).toBeLessThan(performance.now() - began);
    await service.logIn('batch59@example.org', 'password 59');
    expect(await put(...accounts.slice(0, 3))).toMatchObject({ duplicates: 3 });
  });

  it('follow one another within a batch', async () => {
    const user = { id: userId(50), registered_at, email: 'fifty@example.org' };
    const result = await put(
      { ...user, password: 'the first one' },
      { ...user, password: 'the second one' },
      { ...user, password: 'the second one' },
    );
    expect(result).toEqual({ accepted: 2, duplicates: 1, rejected: [] });
    await service.logIn('fifty@example.org', 'the second one');
  });
});
