import { AnswerStores } from '../../src/common/cache/answer-store';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { askCohorts, cohortComputations, putJanuaryUsers, stateAndUsers } from '../support/cohort-route';
import { eventually } from '../support/eventually';
import { type Replicas, startReplicas } from '../support/replicas';
import { startTestApp } from '../support/test-app';
import { query } from '../support/test-database';

jest.setTimeout(60_000);

const MEGABYTE = 1_000_000;

describe('the cache of answers without Redis', () => {
  let replicas: Replicas;
  beforeAll(async () => {
    replicas = await startReplicas({ now: 'running' });
    await putJanuaryUsers(replicas.a, 1, 2);
    const release = { id: releaseId(1), title: 'One', genres: [] };
    await replicas.a.asAdmin('put', '/catalogue/releases', { releases: [release] }).expect(200);
  });
  afterAll(() => replicas.close());

  it('lives in the process, one computation for 200 equal requests', async () => {
    const { a } = replicas;
    const computations = cohortComputations(a);
    const answers = await Promise.all(Array.from({ length: 200 }, () => askCohorts(a).expect(200)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(computations).toHaveBeenCalledTimes(1);
    expect(await stateAndUsers(a)).toEqual(['HIT', 2]);
  });

  it('is bounded', async () => {
    const { local } = replicas.a.app.get<AnswerStores>(AnswerStores);
    const answer = { body: 'x'.repeat(MEGABYTE), madeAt: Date.now(), versions: {} };
    for (let number = 0; number < 40; number++) await local.write(`big:${number}`, answer, 60_000);
    const kept = [];
    for (let number = 0; number < 40; number++) {
      if ((await local.read(`big:${number}`, [])).answer) kept.push(number);
    }
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.length).toBeLessThan(17);
    expect(kept.at(-1)).toBe(39);
  });

  it('hears of changes in another process', async () => {
    const { a, b } = replicas;
    await stateAndUsers(b);
    expect(await stateAndUsers(b)).toEqual(['HIT', 2]);
    await putJanuaryUsers(a, 3);
    await eventually(5_000, async () => expect((await stateAndUsers(b))[1]).toBe(3));
    expect(await stateAndUsers(b)).toEqual(['HIT', 3]);
    await a.asAdmin('delete', `/users/${userId(3)}`).expect(204);
    await eventually(5_000, async () => expect((await stateAndUsers(b))[1]).toBe(2));
  });

  it('shows a view of another process within 5 seconds', async () => {
    const { a, b } = replicas;
    const rate = async () =>
      ((await askCohorts(b).expect(200)).body as { overall_retention_rate: number }).overall_retention_rate;
    expect(await rate()).toBe(0);
    await a.asAdmin('post', '/views', { events: [aViewItem({ userId: userId(1) })] }).expect(200);
    const ms = await eventually(5_000, async () => expect(await rate()).toBe(50));
    console.info(`without Redis a view showed in the other process after ${ms} ms`);
  });

  it('shows the last view of a process that stops', async () => {
    const { b, databaseUrl } = replicas;
    const last = await startTestApp({ now: 'running', databaseUrl });
    await last.asAdmin('post', '/views', { events: [aViewItem({ userId: userId(2) })] }).expect(200);
    await last.close();
    await eventually(5_000, async () =>
      expect((await askCohorts(b).expect(200)).body).toMatchObject({ overall_retention_rate: 100 }),
    );
  });

  it('serves nothing that it may not have heard of while the connection to the feed is broken', async () => {
    const { a, b, databaseUrl } = replicas;
    await stateAndUsers(b);
    expect(await stateAndUsers(b)).toEqual(['HIT', 2]);
    await query(
      databaseUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'kinoscope feed'`,
    );
    await putJanuaryUsers(a, 4);
    expect((await stateAndUsers(b))[1]).toBe(3);
    await eventually(5_000, async () => expect(await stateAndUsers(b)).toEqual(['HIT', 3]));
    // It listens again, and hears.
    await a.asAdmin('delete', `/users/${userId(4)}`).expect(204);
    await eventually(5_000, async () => expect((await stateAndUsers(b))[1]).toBe(2));
  });
});
