import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { Dataset } from '../../bench/data/dataset';
import { startEmbeddedPostgres } from '../../src/common/database/embedded';
import { countDifferences } from '../support/recount';
import { ServiceProcess } from '../support/service-process';
import { query, urlOf } from '../support/test-database';
import { fill } from './fill';
import { LockWatch } from './lock-watch';
import {
  buildVersion,
  expectSameMigrations,
  migrationsOf,
  removeVersion,
  ROOT,
  versionBeforeLastMigration,
} from './old-version';
import { type Options, readOptions } from './options';
import { brokenPromises, type Findings, type Phase, report } from './report';
import { Traffic } from './traffic';

/** As many views a user and a release as the benchmarks have. */
const VIEWS_A_USER = 10;
const VIEWS_A_RELEASE = 500;
/** A start waits for what it migrates. */
const START_MS = 900_000;
/** Load before the new version comes. */
const LEAD_MS = 2_000;

const began = performance.now();
const say = (text: string) =>
  process.stderr.write(`${((performance.now() - began) / 1_000).toFixed(1).padStart(7)} s  ${text}\n`);

/** Upgrades a database full of views while the old version serves it; see docs/operations.md. */
async function main(options: Options): Promise<number> {
  const from = options.from ?? versionBeforeLastMigration();
  const folder = mkdtempSync(join(tmpdir(), 'kinoscope-upgrade-'));
  const old = join(folder, 'old');
  try {
    say(`Building the old version, ${from}`);
    buildVersion(from, old);
    expectSameMigrations(old);
    const migrations = migrationsOf(old).length;
    say(`It has ${migrations} migrations, the new version ${migrationsOf(ROOT).length}`);
    const findings = await onADatabase((url) => new Upgrade(old, url, options).run());
    process.stdout.write(`\n${report(findings)}\n\n`);
    const broken = brokenPromises(findings);
    process.stdout.write(
      broken.length === 0
        ? 'Kept: no lock over 2 s, no failed request, every view stored, rollups as recounted.\n'
        : `${broken.map((promise) => `BROKEN: ${promise}`).join('\n')}\n`,
    );
    return broken.length === 0 ? 0 : 1;
  } finally {
    removeVersion(old);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On the server of KINOSCOPE_TEST_DATABASE_URL, or one with the settings that the service starts its own with. */
async function onADatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const given = process.env.KINOSCOPE_TEST_DATABASE_URL;
  if (given) {
    const name = `kinoscope_upgrade_${randomBytes(4).toString('hex')}`;
    await query(given, `CREATE DATABASE ${name}`);
    return work(urlOf(given, name)).finally(() => query(given, `DROP DATABASE ${name} WITH (FORCE)`));
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'kinoscope-upgrade-'));
  const server = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  return work(server.url).finally(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
}

class Upgrade {
  private readonly phases: Phase[] = [];
  private readonly running = new Set<ServiceProcess>();
  private readonly client: Client;
  private readonly dataset: Dataset;

  constructor(
    private readonly oldFolder: string,
    private readonly url: string,
    private readonly options: Options,
  ) {
    this.client = new Client({ connectionString: url });
    const { views } = options;
    const users = Math.ceil(views / VIEWS_A_USER);
    this.dataset = new Dataset({ views, users, releases: Math.ceil(views / VIEWS_A_RELEASE), seed: 1 });
  }

  async run(): Promise<Findings> {
    await this.client.connect();
    try {
      await this.prepare();
      await this.upgrade();
      say('Recounting');
      return { phases: this.phases, ...(await this.recount()) };
    } finally {
      for (const service of this.running) await service.stop('SIGKILL');
      await this.client.end();
    }
  }

  /** The old version makes its schema by itself. */
  private async prepare(): Promise<void> {
    await this.stop(await this.start(this.oldFolder));
    say(`Loading ${this.dataset.views.toLocaleString('en')} views`);
    await fill(this.client, this.dataset);
  }

  private async upgrade(): Promise<void> {
    const serve = () => delay(this.options.seconds * 1_000);
    const { broken } = this.options;
    let old = await this.start(this.oldFolder);
    await this.phase('old version, old schema', [old], serve);
    const replica = await this.phase('new version migrates', [old], async () => {
      await delay(LEAD_MS);
      return this.start(ROOT, broken && join(__dirname, 'broken', `${broken}.ts`));
    });
    await this.phase('old version, new schema', [old], serve);
    await this.stop(old);
    old = await this.start(this.oldFolder);
    await this.phase('old version, started anew', [old], serve);
    await this.phase('both versions', [old, replica], serve);
    await this.stop(old);
    await this.stop(replica);
  }

  /** Does `work` while `services` are under load and the locks are watched. */
  private async phase<T>(name: string, services: ServiceProcess[], work: () => Promise<T>): Promise<T> {
    say(name);
    const watch = new LockWatch(this.client);
    await watch.start();
    const traffic = services.map((service) => new Traffic(service, this.dataset));
    try {
      return await work();
    } finally {
      await Promise.all(traffic.map((load) => load.stop()));
      await watch.stop();
      this.phases.push({
        name,
        watch,
        requests: traffic.flatMap(({ requests }) => requests),
        accepted: traffic.reduce((sum, { accepted }) => sum + accepted, 0),
      });
    }
  }

  private async recount(): Promise<Omit<Findings, 'phases'>> {
    const accepted = this.phases.reduce((sum, phase) => sum + phase.accepted, 0);
    const { rows } = await this.client.query<{ views: number }>(
      'SELECT count(*)::integer AS views FROM view_events',
    );
    return {
      missingViews: this.dataset.views + accepted - rows[0]!.views,
      differingRollupRows: await countDifferences(this.client),
    };
  }

  private async start(folder: string, broken?: string): Promise<ServiceProcess> {
    // As replicas have it, whose jobs run apart: training on so many views would take the machine.
    const env = { NODE_ENV: 'production', DATABASE_URL: this.url, JOBS: 'external' };
    const service = await ServiceProcess.startBuilt(folder, env, START_MS, broken);
    this.running.add(service);
    return service;
  }

  private async stop(service: ServiceProcess): Promise<void> {
    this.running.delete(service);
    await service.stop();
  }
}

main(readOptions(process.argv.slice(2))).then(
  (exitCode) => (process.exitCode = exitCode),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
