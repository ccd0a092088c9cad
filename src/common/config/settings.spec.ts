import { readSettings, SettingsError } from './settings';

const SECRET = 'k9Vx2mQ7tR4wZ8pL1nB6cH3jF5gD0sAy';

const S3 = { S3_ENDPOINT: 'http://127.0.0.1:9000', S3_BUCKET: 'reports', S3_ACCESS_KEY_ID: 'id' };

const problemsOf = (env: Record<string, string>): string[] => {
  try {
    readSettings(env);
    return [];
  } catch (error) {
    return (error as SettingsError).problems;
  }
};

describe('readSettings', () => {
  it('has a default for everything outside production', () => {
    expect(readSettings({})).toMatchObject({
      PORT: 8000,
      HOST: '127.0.0.1',
      RATE_LIMIT_PER_MINUTE: 60,
      TRUST_PROXY: [],
    });
  });

  it('reads numbers and lists, and takes an empty variable as absent', () => {
    expect(
      readSettings({
        PORT: '9000',
        TRUST_PROXY: '10.0.0.0/8, ::1',
        CORS_ORIGINS: 'https://a.example',
        LOG_LEVEL: '',
      }),
    ).toMatchObject({
      PORT: 9000,
      TRUST_PROXY: ['10.0.0.0/8', '::1'],
      CORS_ORIGINS: ['https://a.example'],
      LOG_LEVEL: 'info',
    });
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['REDIS_URL', 'http://localhost'],
    ['JWT_SECRET', 'short'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '1'],
    ['TRUST_PROXY', '0.0.0.0/0'],
    ['TRUST_PROXY', '10.0.0.0/8,all'],
    ['CORS_ORIGINS', '*'],
    ['DEFAULT_LOCALE', 'de'],
    ['JOBS', 'redis'],
    ['LOG_LEVEL', 'loud'],
    ['RATE_LIMIT_PER_MINUTE', '0'],
    ['AUTH_JWKS_URL', 'file:///etc/passwd'],
    ['PUBLIC_URL', 'kinoscope.example.org'],
  ])('names %s when it is %s', (name, value) => {
    expect(problemsOf({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: `))]);
  });

  it.each([
    ['JWT_SECRET', {}],
    ['JWT_SECRET', { JWT_SECRET: 'too short for production' }],
    ['JWT_SECRET', { JWT_SECRET: 'change-me-change-me-change-me-change-me' }],
    ['JWT_SECRET', { JWT_SECRET: 'a'.repeat(40) }],
    ['ADMIN_PASSWORD', { JWT_SECRET: SECRET, ADMIN_EMAIL: 'a@b.example', ADMIN_PASSWORD: 'password1234' }],
    ['ADMIN_PASSWORD', { JWT_SECRET: SECRET, ADMIN_EMAIL: 'a@b.example', ADMIN_PASSWORD: 'shortone' }],
    ['ADMIN_PASSWORD', { JWT_SECRET: SECRET, ADMIN_EMAIL: 'a@b.example' }],
    ['AUTH_ISSUER, AUTH_AUDIENCE', { JWT_SECRET: SECRET, AUTH_JWKS_URL: 'https://id.example/jwks.json' }],
  ])('stops production for %s: %j', (name, env) => {
    expect(problemsOf({ NODE_ENV: 'production', ...env }).join('\n')).toContain(`${name}: `);
  });

  it.each([
    ['MAIL_FROM', 'SMTP_URL', { SMTP_URL: 'smtp://mail.example' }],
    ['DATABASE_URL', 'DATABASE_REPLICA_URL', { DATABASE_REPLICA_URL: 'postgresql://standby/kinoscope' }],
    ['S3_REGION, S3_SECRET_ACCESS_KEY', 'S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID', S3],
  ])('stops at a group that is set by half: %s', (absent, present, env) => {
    expect(problemsOf(env)).toEqual([`${absent}: set it together with ${present}`]);
  });

  it('names a replica of the database that is no address', () => {
    const env = { DATABASE_URL: 'postgresql://primary/kinoscope', DATABASE_REPLICA_URL: 'localhost:5432' };
    expect(problemsOf(env)).toEqual([expect.stringMatching(/^DATABASE_REPLICA_URL: /)]);
  });

  it('takes whole groups, and wants to know where mails in production lead', () => {
    const s3 = { ...S3, S3_REGION: 'eu-central-1', S3_SECRET_ACCESS_KEY: 'secret' };
    expect(readSettings(s3).s3).toMatchObject({ bucket: 'reports', region: 'eu-central-1' });
    expect(readSettings({}).s3).toBeNull();
    const mail = { SMTP_URL: 'smtps://user:password@mail.example:465', MAIL_FROM: 'Kinoscope <a@b.example>' };
    expect(readSettings({ ...mail, PUBLIC_URL: 'https://a.example/stats/' })).toMatchObject({
      ...mail,
      PUBLIC_URL: 'https://a.example/stats',
    });
    expect(problemsOf({ ...mail, NODE_ENV: 'production', JWT_SECRET: SECRET })).toEqual([
      'PUBLIC_URL: set it together with SMTP_URL',
    ]);
  });

  it('says so in the language of the terminal', () => {
    const env = { NODE_ENV: 'production', PORT: 'http' };
    expect(() => readSettings({ ...env, LANG: 'C' })).toThrow(
      /^Kinoscope cannot start:\n {2}- PORT: must be .*\n {2}- JWT_SECRET: set a random secret/,
    );
    expect(() => readSettings({ ...env, LANG: 'ru_RU.UTF-8' })).toThrow(
      /^Kinoscope не может запуститься:\n {2}- PORT: должно .*\n {2}- JWT_SECRET: задайте случайный секрет/,
    );
  });

  it('lets production start with real secrets', () => {
    expect(problemsOf({ NODE_ENV: 'production', JWT_SECRET: SECRET })).toEqual([]);
  });
});
