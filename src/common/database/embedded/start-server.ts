import { setTimeout as sleep } from 'node:timers/promises';
import { userName } from './accounts';
import { Binaries, locateBinaries } from './binaries';
import { clusterExists, initialise, readPassword } from './cluster';
import { lastLines } from './command';
import { EmbeddedPostgresOptions } from './contract';
import { DataFolder, give, ownerOf } from './data-folder';
import { EmbeddedPostgresError, explain } from './error';
import { freePort } from './free-port';
import { observe, Postmaster } from './observe';
import { chooseRunAs, RunAs } from './run-as';
import { launch, ServerProcess } from './server-process';
import { livingUsers, User } from './users';

const START_TIMEOUT_MS = 60_000;
const POLL_MS = 100;
const MAX_LOST_PORTS = 5;

interface Tools {
  binaries: Binaries;
  runAs: RunAs;
}

/**
 * Comes to a server that answers, by looking again and again: launches one if there is none, takes the one that
 * runs, waits for the one that starts or goes. Two processes at once need no lock for it, as PostgreSQL's own
 * `postmaster.pid` lets one server live and the loser finds it at the next look.
 */
export async function startServer(
  folder: DataFolder,
  user: User,
  { log, settings = {} }: EmbeddedPostgresOptions,
): Promise<Postmaster & { password: string }> {
  let tools: Tools | undefined;
  if (!(await clusterExists(folder))) {
    tools = await findTools(folder);
    log({ code: 'postgres.initialising', params: { directory: folder.cluster, user: nameOf(tools) } });
    await initialise(folder, tools.binaries, tools.runAs, user.id, settings.fsync !== 'off');
  }
  const password = await readPassword(folder);

  let server: ServerProcess | undefined;
  let port = 0;
  let lostPorts = 0;
  let waiting = false;
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(POLL_MS)) {
    const someoneLeaves = (await livingUsers(folder)).some(({ leaving }) => leaving);
    const seen = someoneLeaves ? ({ state: 'busy' } as const) : await observe(folder, password);
    if (seen.state === 'ready') {
      const { postmaster } = seen;
      const code = postmaster.pid === server?.pid ? 'postgres.ready' : 'postgres.reused';
      log({ code, params: { port: String(postmaster.port), pid: String(postmaster.pid) } });
      return { ...postmaster, password };
    }
    if (server?.exited) {
      if ((await whyExited(folder, server, lostPorts, tools)) === 'port') {
        log({ code: 'postgres.port_taken', params: { port: String(port) } });
        lostPorts += 1;
      }
      server = undefined;
    }
    if (!server && seen.state === 'absent') {
      tools ??= await findTools(folder);
      await takeOver(folder, tools);
      const lastPort = port;
      port = await freePort(lostPorts === 0 ? seen.stale?.port : undefined);
      server = await launch(folder, tools.binaries, tools.runAs, port, settings, seen.stale?.pid);
      const params = { directory: folder.cluster, port: String(port), user: nameOf(tools) };
      if (port !== lastPort) log({ code: 'postgres.starting', params });
    } else if (!server && !waiting) {
      waiting = true;
      log({ code: 'postgres.waiting', params: { directory: folder.cluster } });
    }
  }
  throw await timedOut(folder, server);
}

async function findTools(folder: DataFolder): Promise<Tools> {
  const binaries = await locateBinaries();
  return { binaries, runAs: await chooseRunAs(folder, binaries) };
}

const nameOf = ({ runAs }: Tools) => runAs.account?.name ?? userName();

/** A cluster that root copied into place is root's, and the server does not run as root. */
async function takeOver(folder: DataFolder, { runAs }: Tools): Promise<void> {
  const { account } = runAs;
  if (account && (await ownerOf(folder.cluster))?.uid !== account.uid) await give(folder.cluster, account);
}

/** Returns if another try may help, throws if not. */
async function whyExited(
  folder: DataFolder,
  server: ServerProcess,
  lostPorts: number,
  tools?: Tools,
): Promise<'port' | 'again'> {
  const { own, all } = await server.said();
  if (/could not bind|could not create any TCP\/IP sockets/.test(own) && lostPorts < MAX_LOST_PORTS)
    return 'port';
  // Another process was quicker, or a half-written pid file, which `observe` deals with.
  if (/lock file "postmaster\.pid" (already exists|is empty)|bogus data in lock file/.test(own))
    return 'again';
  if (/pre-existing shared memory block/.test(own)) {
    // Backends of a killed postmaster that have not noticed yet.
    await sleep(1000);
    return 'again';
  }
  const user = tools && nameOf(tools);
  throw explain('postgres.start_failed', 'The database did not start', folder.cluster, lastLines(all), user);
}

/** The server is left running: a long recovery would begin anew each time, and so never end. */
async function timedOut(folder: DataFolder, server?: ServerProcess): Promise<EmbeddedPostgresError> {
  const detail = lastLines((await server?.said())?.all ?? '');
  return new EmbeddedPostgresError(
    'postgres.start_timeout',
    `The database in ${folder.cluster} did not answer within ${START_TIMEOUT_MS / 1000} s; it may still be ` +
      `recovering: see ${folder.log} and start again. ${detail}`,
    { directory: folder.cluster, log: folder.log, seconds: String(START_TIMEOUT_MS / 1000), detail },
  );
}
