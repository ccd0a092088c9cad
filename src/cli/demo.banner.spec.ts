import { execFileSync } from 'node:child_process';
import { Settings } from '../common/config/settings';
import { demoBanner } from './demo.banner';

const SIZE = { users: 4_978, releases: 300, views: 162_712 };
const settings = (given: Partial<Settings> = {}) =>
  Object.assign(new Settings(), {
    DATA_DIR: '/data',
    embeddedDatabase: true,
    ADMIN_EMAIL: 'admin@kinoscope.local',
    ADMIN_PASSWORD: 'secret',
    ...given,
  });
const bannerOn = (now: string, given: Partial<Settings> = {}) =>
  demoBanner('en', settings(given), SIZE, new Date(now));

describe('the banner of the demo', () => {
  it('says where, as whom and where the data are', () => {
    expect(bannerOn('2026-06-17T14:25:00Z')).toMatch(
      /4,978 users.*\n\n +Address +http:\/\/127\.0\.0\.1:8000\/\n +E-mail +admin@kinoscope\.local\n +Password +secret\n +Data +\/data\n/,
    );
  });

  it('speaks Russian too', () => {
    const banner = demoBanner('ru', settings(), SIZE, new Date('2026-06-17T14:25:00Z'));
    expect(banner).toContain('Пользователей: 4\u00a0978');
    expect(banner).toMatch(/Пароль +secret/);
  });

  it.each([
    ['2026-06-17T14:25:00Z', '2026-04-20T00:00:00Z', '2026-06-14T23:59:59Z'],
    ['2026-06-15T00:00:00Z', '2026-04-20T00:00:00Z', '2026-06-14T23:59:59Z'],
    ['2026-06-14T23:59:59Z', '2026-04-13T00:00:00Z', '2026-06-07T23:59:59Z'],
  ])('asks at %s for the eight whole weeks from %s to %s', (now, start, end) => {
    expect(bannerOn(now)).toContain(
      `{"cohort_type":"registration","start_date":"${start}","end_date":"${end}","weeks":7}`,
    );
  });

  it('hands the password to the shell as it is', () => {
    const password = `it's "$HOME" \\ \`id\``;
    const login = bannerOn('2026-06-17T14:25:00Z', { ADMIN_PASSWORD: password })
      .split('\n')
      .find((line) => line.startsWith('  -d \'{"email'))!
      .split(' | sed')[0]!;
    const sent = execFileSync('sh', ['-c', `printf '%s\\n' ${login}`], { encoding: 'utf8' });
    expect(JSON.parse(sent.slice(sent.indexOf('{')))).toEqual({ email: 'admin@kinoscope.local', password });
  });

  it('has no password of a database in it, and no log-in where there is none', () => {
    const banner = bannerOn('2026-06-17T14:25:00Z', {
      embeddedDatabase: false,
      DATABASE_URL: 'postgres://me:hidden@db/kinoscope',
      ADMIN_PASSWORD: undefined,
    });
    expect(banner).not.toContain('hidden');
    expect(banner).not.toContain('curl');
    expect(banner).toContain('ADMIN_PASSWORD');
  });
});
