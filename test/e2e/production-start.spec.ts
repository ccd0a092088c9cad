import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const GOOD_SECRET = 'k9Vx2mQ7tR4wZ8pL1nB6cH3jF5gD0sAy';

let dataDir: string;
beforeAll(() => (dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-production-'))));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

/** Starts the service in earnest; it is not to get so far as to look for its database. */
async function start(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--require', './test/support/register.cjs', 'src/main.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dataDir, PORT: '1', ...env },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output };
}

describe('a start in production', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    ['without a secret', {}, /JWT_SECRET: set a random secret/],
    ['with a short secret', { JWT_SECRET: 'k9Vx2mQ7tR4wZ8pL' }, /JWT_SECRET: must have at least 32/],
    [
      'with the secret of an example',
      { JWT_SECRET: 'change-me-change-me-change-me-change-me' },
      /JWT_SECRET: replace the example/,
    ],
    [
      'with a known password',
      { JWT_SECRET: GOOD_SECRET, ADMIN_EMAIL: 'a@b.example', ADMIN_PASSWORD: 'password1234' },
      /ADMIN_PASSWORD: use at least 12/,
    ],
    ['without a secret, in Russian', { LANG: 'ru_RU.UTF-8' }, /JWT_SECRET: задайте случайный секрет/],
  ])('%s ends at once, and says which variable it is', async (_, env, message) => {
    const { code, output } = await start(env);
    expect(output).toMatch(message);
    expect(code).toBe(1);
    for (const secret of Object.values(env).filter((value) => value.length > 15))
      expect(output).not.toContain(secret);
    expect(readdirSync(dataDir)).toEqual([]);
  });
});
