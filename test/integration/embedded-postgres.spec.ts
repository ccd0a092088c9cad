import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import {
  EmbeddedPostgres,
  EmbeddedPostgresError,
  startEmbeddedPostgres,
} from '../../src/common/database/embedded';
import {
  locateBinaries,
  makeExecutable,
  makeLibraryLinks,
} from '../../src/common/database/embedded/binaries';
import * as ports from '../../src/common/database/embedded/free-port';

// A wrapper, as the exports of a compiled module cannot be replaced one by one.
jest.mock('../../src/common/database/embedded/free-port', () => ({
  __esModule: true,
  ...jest.requireActual<typeof ports>('../../src/common/database/embedded/free-port'),
}));
jest.setTimeout(60_000);

const asRoot = process.getuid?.() === 0;
const settings = { fsync: 'off' };

let base: string;
const running = new Set<EmbeddedPostgres>();
const children = new Set<ChildProcess>();
const childFolders = new Set<string>();

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'embedded-postgres-')));
  await chmod(base, 0o755);
});

afterEach(async () => {
  jest.restoreAllMocks();
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  for (const server of running) await server.stop();
  // What a killed child left in a failed test: a start takes it over.
  for (const dataDir of childFolders) {
    const left = await access(join(dataDir, 'postgres', 'postmaster.pid')).then(
      () => true,
      () => false,
    );
    if (left) await (await start(dataDir)).stop();
  }
  running.clear();
});

afterAll(() => rm(base, { recursive: true, force: true }));

async function start(dataDir: string, more: Record<string, string> = {}, log: string[] = []) {
  const server = await startEmbeddedPostgres({
    dataDir,
    settings: { ...settings, ...more },
    log: ({ code }) => log.push(code),
  });
  running.add(server);
  return server;
}

async function query<Row>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}

const folder = (name: string) => join(base, name);

const postmasterPid = async (dataDir: string) =>
  Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

const answers = (url: string) =>
  query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );

async function failure(promise: Promise<unknown>): Promise<EmbeddedPostgresError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbeddedPostgresError);
  return error as EmbeddedPostgresError;
}

/** A Node process without jest that starts a server, tells its URL and waits; deaf to Ctrl-C, as one that drains. */
const childScript = `
  require.extensions['.ts'] = (module, file) => module._compile(require('@swc/core').transformFileSync(file, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, swcrc: false,
  }).code, file);
  const { startEmbeddedPostgres } = require('./src/common/database/embedded/index.ts');
  process.on('SIGINT', () => process.send({ heard: 'SIGINT' }));
  startEmbeddedPostgres({ dataDir: process.argv[1], settings: { fsync: 'off' }, log: () => {} }).then(
    (server) => {
      process.on('message', () => server.stop().then(() => process.exit(0)));
      process.send({ url: server.url });
    },
    (error) => process.send({ error: error.message }),
  );`;

async function startInChild(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['-e', childScript, dataDir], {
    cwd: join(__dirname, '..', '..'),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true, // the head of a process group, which a terminal's Ctrl-C goes to
  });
  children.add(child);
  childFolders.add(dataDir);
  const [message] = (await once(child, 'message')) as [{ url?: string; error?: string }];
  if (!message.url) throw new Error(message.error);
  return { child, url: message.url };
}

describe('on an empty folder', () => {
  it('makes a private, checksummed UTF-8 cluster that is reached by loopback and password alone', async () => {
    const dataDir = folder('first');
    const log: string[] = [];
    const { url } = await start(dataDir, {}, log);

    expect(url).toMatch(/^postgresql:\/\/kinoscope:[0-9a-f]{48}@127\.0\.0\.1:\d+\/kinoscope$/);
    const [row] = await query<object>(
      url,
      `SELECT current_database() AS database, current_setting('server_encoding') AS encoding,
              current_setting('data_checksums') AS checksums, current_setting('TimeZone') AS zone,
              current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets,
              current_setting('jit') AS jit, upper('жёлтый') AS upper, 'а' < 'б' AS ordered`,
    );
    expect(row).toEqual({
      database: 'kinoscope',
      encoding: 'UTF8',
      checksums: 'on',
      zone: 'UTC',
      addresses: '127.0.0.1',
      sockets: '',
      jit: 'off',
      upper: 'ЖЁЛТЫЙ',
      ordered: true,
    });
    await expect(query(url.replace(/:[0-9a-f]{48}@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
    expect((await stat(join(dataDir, 'postgres', 'kinoscope.password'))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, 'postgres'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'postgres.log'))).mode & 0o777).toBe(0o600);
    expect(log).toEqual(['postgres.initialising', 'postgres.starting', 'postgres.ready']);
  });

  it('is not hindered by an interrupted initdb', async () => {
    const dataDir = folder('interrupted');
    const leftover = join(dataDir, 'postgres.init-999999999-0badcafe');
    await mkdir(join(leftover, 'cluster', 'base'), { recursive: true });
    await writeFile(join(leftover, 'cluster', 'PG_VERSION'), '18\n');

    expect(await answers((await start(dataDir)).url)).toBe(true);
    expect((await readdir(dataDir)).sort()).toEqual(['postgres', 'postgres.log', 'postgres.users']);
  });

  it('takes spaces, quotes and letters beyond ASCII in a relative path', async () => {
    const dataDir = folder(`мои данные "и 'ещё`);
    const { url } = await start(relative(process.cwd(), dataDir));
    expect(await answers(url)).toBe(true);
    expect((await stat(join(dataDir, 'postgres', 'PG_VERSION'))).isFile()).toBe(true);
  });

  it('works below a folder that nobody else may enter', async () => {
    const closed = folder('closed');
    await mkdir(closed, { mode: 0o700 });
    const outcome = await start(join(closed, 'data')).then(
      async ({ url }) => ((await answers(url)) ? 'serves' : 'is silent'),
      (error: EmbeddedPostgresError) => error.code,
    );
    // Root hands the server to another user, for whom it needs a capability that some containers lack.
    const caps = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search', 'true'];
    const possible = !asRoot || spawnSync('setpriv', caps).status === 0;
    expect(outcome).toBe(possible ? 'serves' : 'postgres.privileges_refused');
  });

  it('never runs as root', async () => {
    const dataDir = folder('owner');
    await start(dataDir);
    const { uid } = await stat(join(dataDir, 'postgres', 'postmaster.pid'));
    expect(uid).not.toBe(0);
    expect(uid === process.getuid?.()).toBe(!asRoot);
    expect((await stat(join(dataDir, 'postgres'))).uid).toBe(uid);
  });

  it('gives two processes that start at once the same server', async () => {
    const dataDir = folder('two');
    const [here, there, again] = await Promise.all([start(dataDir), startInChild(dataDir), start(dataDir)]);
    expect(there.url).toBe(here.url);
    expect(again.url).toBe(here.url);
    expect((await readdir(dataDir)).filter((name) => name.startsWith('postgres.init-'))).toEqual([]);

    await again.stop();
    await here.stop();
    expect(await answers(there.url)).toBe(true);
    there.child.send('stop');
    await once(there.child, 'exit');
    expect(await answers(there.url)).toBe(false);
  });
});

describe('on a folder in use', () => {
  const dataDir = () => folder('used');
  let rows = 0;

  const add = async (url: string) => {
    await query(url, 'CREATE TABLE IF NOT EXISTS kept (n int)');
    await query(url, `INSERT INTO kept VALUES (${++rows})`);
  };
  const expectKept = async (url: string) =>
    expect(await query(url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: rows }]);

  it('keeps the data over stop and start', async () => {
    const first = await start(dataDir());
    await add(first.url);
    await first.stop();
    await first.stop();
    expect(await answers(first.url)).toBe(false);

    const log: string[] = [];
    await expectKept((await start(dataDir(), {}, log)).url);
    expect(log).toEqual(['postgres.starting', 'postgres.ready']);
  });

  it('outlives a Ctrl-C and a killed parent, and belongs to who comes next', async () => {
    const { child, url } = await startInChild(dataDir());
    await add(url);
    process.kill(-child.pid!, 'SIGINT');
    expect(await once(child, 'message')).toEqual([{ heard: 'SIGINT' }, undefined]);
    process.kill(child.pid!, 'SIGKILL');
    await once(child, 'exit');
    await sleep(200);
    await expectKept(url);

    const log: string[] = [];
    const next = await start(dataDir(), {}, log);
    expect(next.url).toBe(url);
    expect(log).toEqual(['postgres.reused']);
    await next.stop();
    expect(await answers(url)).toBe(false);
  });

  it('leaves a server alone whose owner lives', async () => {
    const { child, url } = await startInChild(dataDir());
    const log: string[] = [];
    const here = await start(dataDir(), {}, log);
    await here.stop();
    expect(log).toEqual(['postgres.reused', 'postgres.left_running']);
    await expectKept(url);
    child.send('stop');
    await once(child, 'exit');
    expect(await answers(url)).toBe(false);
  });

  it('comes back after a killed postmaster, where its clients look for it', async () => {
    const killed = await start(dataDir());
    await add(killed.url);
    process.kill(await postmasterPid(dataDir()), 'SIGKILL');
    const next = await start(dataDir());
    expect(next.url).toBe(killed.url);
    await expectKept(next.url);
    await killed.stop();
    await expectKept(next.url);
  });

  it.each(['a dead process', 'another living process', 'nothing'])(
    'is not hindered by a postmaster.pid that names %s',
    async (which) => {
      const file = join(dataDir(), 'postgres', 'postmaster.pid');
      const { uid, gid } = await stat(join(dataDir(), 'postgres'));
      // As the server's own user: another user's process PostgreSQL would not mind.
      const other = spawn('sleep', ['60'], { ...(asRoot ? { uid, gid } : {}), stdio: 'ignore' });
      children.add(other);
      await once(other, 'spawn');
      if (which === 'a dead process') {
        other.kill();
        await once(other, 'exit');
      }
      const named =
        which === 'nothing' ? '' : `${other.pid}\n${join(dataDir(), 'postgres')}\n1\n5432\n\n\n\nready\n`;
      await writeFile(file, named, { mode: 0o600 });
      if (asRoot) await chown(file, uid, gid);

      await expectKept((await start(dataDir())).url);
      // Nobody has mistaken it for a server to stop.
      expect(other.signalCode).toBe(which === 'a dead process' ? 'SIGTERM' : null);
    },
  );

  it('tries another port when the chosen one is taken before the server binds it', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port } = squatter.address() as { port: number };
    jest.spyOn(ports, 'freePort').mockResolvedValueOnce(port).mockResolvedValueOnce(port);
    const log: string[] = [];
    const { url } = await start(dataDir(), {}, log).finally(() => squatter.close());
    await expectKept(url);
    expect(log.filter((code) => code === 'postgres.port_taken')).toHaveLength(2);
  });

  it("says why a server does not start, in the server's words, and puts a long log aside", async () => {
    await writeFile(join(dataDir(), 'postgres.log'), 'x'.repeat(6 * 1024 * 1024));
    const error = await failure(start(dataDir(), { shared_buffers: 'plenty' }));
    expect(error.code).toBe('postgres.start_failed');
    expect(error.params.detail).toContain('invalid value for parameter "shared_buffers": "plenty"');
    expect((await stat(join(dataDir(), 'postgres.log'))).size).toBeLessThan(10_000);
    expect((await readdir(join(dataDir(), 'postgres.users'))).length).toBe(0);
  });

  it("names the owner when the folder is another user's", async () => {
    const owner = (await stat(join(dataDir(), 'postgres'))).uid;
    jest.spyOn(process, 'geteuid').mockReturnValue(owner + 1);
    const error = await failure(start(dataDir()));
    expect(error.code).toBe('postgres.not_owner');
    expect(error.params.directory).toBe(join(dataDir(), 'postgres'));
    expect(error.params.owner).not.toBe(error.params.user);
  });

  it('refuses a folder with something else in it, and a cluster without its password', async () => {
    await mkdir(join(folder('else'), 'postgres', 'photos'), { recursive: true });
    expect((await failure(start(folder('else')))).code).toBe('postgres.directory_not_empty');
    await rm(join(dataDir(), 'postgres', 'kinoscope.password'));
    expect((await failure(start(dataDir()))).code).toBe('postgres.password_missing');
  });
});

describe('the installed binaries', () => {
  it('say to set DATABASE_URL where there are none', async () => {
    const error = await failure(locateBinaries('sunos', 'sparc'));
    expect(error.code).toBe('postgres.unsupported_platform');
    expect(error.message).toContain('DATABASE_URL');
  });

  it('get the links and the execute bit that an installation without scripts leaves out', async () => {
    const native = join(folder('package'), 'native');
    await mkdir(join(native, 'lib'), { recursive: true });
    await writeFile(join(native, 'lib', 'libpq.so.5.18'), 'library');
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(links));
    await makeLibraryLinks(native);
    await makeLibraryLinks(native);
    expect(await readFile(join(native, 'lib', 'libpq.so.5'), 'utf8')).toBe('library');

    const binary = join(native, 'initdb');
    await writeFile(binary, '', { mode: 0o644 });
    await makeExecutable(binary);
    expect((await stat(binary)).mode & 0o777).toBe(0o755);
    expect((await failure(makeExecutable(join(native, 'absent')))).code).toBe(
      'postgres.binaries_not_executable',
    );
  });
});
