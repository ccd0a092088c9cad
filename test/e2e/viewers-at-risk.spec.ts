import { Client } from 'pg';
import { addDays } from '../../src/common/kernel/calendar-date';
import { AnalyticsV2Repository } from '../../src/modules/analytics';
import { LearnViewers } from '../../src/modules/analytics/application/viewers/learn-viewers';
import { releaseId, userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';
import { allTables } from '../support/all-tables';
import { startTestApp, type TestApp } from '../support/test-app';

const TODAY = '2026-03-01';
/** The n-th watches every second day for 10 + 10 · (n mod 12) days up to today or, two thirds of them, a time ago. */
const VIEWERS = 150;
const ADMIN_VIEWER = userId(9_999);

interface AtRisk {
  user_id: string;
  name: string | null;
  last_viewed_at: string | null;
  total_views: number;
  churn_risk: 'low' | 'medium' | 'high';
  churn_probability: number;
  churn_reasons: string[];
  model_version: string;
}
interface Page {
  items: AtRisk[];
  next_cursor: string | null;
}

let service: TestApp;
beforeAll(async () => {
  service = await startTestApp({ now: `${TODAY}T12:00:00Z`, settings: { JOBS: 'external' } });
  const users = Array.from({ length: VIEWERS }, (_, n) => ({
    id: userId(n + 1),
    registered_at: '2025-09-01T00:00:00Z',
    name: `Viewer ${n + 1}`,
  }));
  const others = [
    { id: userId(500), registered_at: '2025-09-01T00:00:00Z' },
    { id: ADMIN_VIEWER, registered_at: '2025-09-01T00:00:00Z', role: 'admin' },
  ];
  await service.asAdmin('put', '/users', { users: [...users, ...others] }).expect(200);
  const releases = [1, 2, 3].map((number) => ({
    id: releaseId(number),
    title: `T${number}`,
    genres: ['Drama'],
  }));
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
  const views = Array.from({ length: VIEWERS }, (_, n) => {
    const lastDaysAgo = n % 3 === 0 ? 1 : 20 + 3 * (n % 40);
    return Array.from({ length: 5 + 5 * (n % 12) }, (_, index) =>
      aView({
        userId: userId(n + 1),
        releaseId: releaseId(1 + (index % 2)),
        viewedAt: `${addDays(TODAY, -lastDaysAgo - 2 * index)}T20:00:00Z`,
      }),
    );
  }).flat();
  await service.app.get(AnalyticsV2Repository).recordViews([...views, aView({ userId: ADMIN_VIEWER })]);
  await learn();
});
afterAll(() => service.close());

const learn = (all = true) =>
  service.app
    .get(LearnViewers)
    .execute({ all, signal: new AbortController().signal, progress: () => Promise.resolve() });
const list = async (query = '') =>
  (await service.asAdmin('get', `/analytics/v2/users${query}`).expect(200)).body as Page;

async function pages(query: string): Promise<AtRisk[]> {
  const items: AtRisk[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page = await list(`?limit=40${query}${cursor && `&cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(40);
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  return items;
}

describe('GET /analytics/v2/users', () => {
  it('lists every analysed viewer once, the likeliest to have left first', async () => {
    const all = await pages('');
    expect(new Set(all.map(({ user_id }) => user_id)).size).toBe(VIEWERS + 1);
    expect(all).toHaveLength(VIEWERS + 1);
    const probabilities = all.map(({ churn_probability }) => churn_probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
    expect(all.map(({ user_id }) => user_id)).not.toContain(ADMIN_VIEWER);
  });

  it('says the same of a viewer as the viewer’s own profile', async () => {
    for (const row of (await pages('')).filter((_, index) => index % 25 === 0)) {
      const { body } = await service
        .asAdmin('get', `/analytics/v2/users/${row.user_id}/analytics`)
        .expect(200);
      const { churn_risk, churn_probability, churn_reasons, model_version, total_views } = row;
      expect(body).toMatchObject({
        churn_risk,
        churn_probability,
        churn_reasons,
        model_version,
        total_views,
      });
    }
  });

  it('tells who has gone from who is there', async () => {
    const high = await pages('&churn_risk=high');
    const low = await pages('&churn_risk=low');
    expect(high.length).toBeGreaterThan(60);
    expect(low.length).toBeGreaterThanOrEqual(VIEWERS / 3);
    expect(
      high.every(
        ({ churn_probability, churn_reasons }) => churn_probability >= 0.6 && churn_reasons.length > 0,
      ),
    ).toBe(true);
    expect(low.every(({ churn_reasons }) => churn_reasons.length === 0)).toBe(true);
    const present = userId(4);
    expect(low).toContainEqual(
      expect.objectContaining({ user_id: present, name: 'Viewer 4', model_version: 'bg_nbd_v1.0' }),
    );
  });

  it('sorts by last activity, those without any at the end, and by views', async () => {
    const byActivity = (await pages('&sort=last_activity')).map(({ last_viewed_at }) => last_viewed_at);
    expect(byActivity.at(-1)).toBeNull();
    expect(byActivity.slice(0, -1)).toEqual(byActivity.slice(0, -1).sort((a, b) => (a! < b! ? 1 : -1)));
    const byViews = (await pages('&sort=total_views')).map(({ total_views }) => total_views);
    expect(byViews).toEqual([...byViews].sort((a, b) => b - a));
  });

  it.each(['churn_risk=grave', 'sort=name', 'cursor=x', 'limit=201'])('refuses %s', async (query) => {
    const { body } = await service.asAdmin('get', `/analytics/v2/users?${query}`).expect(400);
    expect((body as { errors: { field: string }[] }).errors[0]!.field).toBe(query.split('=')[0]);
  });

  it('is written down', async () => {
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const rows = async () =>
      (await client.query(`SELECT FROM audit_log WHERE action = 'viewers.at_risk' AND subject IS NULL`))
        .rowCount!;
    const before = await rows();
    await list();
    expect(await rows()).toBe(before + 1);
    await client.end();
  });
});

describe('what has been learned', () => {
  it('shows how well the churn model foretells, beside the rule', async () => {
    const { items } = (await service.asAdmin('get', '/analytics/v2/models').expect(200)).body as {
      items: { purpose: string; calibration?: { brier_score: number; rule_brier_score: number } }[];
    };
    const churn = items.find(({ purpose }) => purpose === 'churn')!;
    expect(churn).toMatchObject({
      model_version: 'bg_nbd_v1.0',
      viewers: VIEWERS,
      parameters: { r: expect.any(Number), alpha: expect.any(Number) },
      calibration: { held_out_days: 30, viewers: expect.any(Number) },
      trained_at: `${TODAY}T12:00:00Z`,
    });
    expect(churn.calibration!.brier_score).toBeLessThan(churn.calibration!.rule_brier_score);
    expect(items).toContainEqual(
      expect.objectContaining({ purpose: 'recommendations', releases: 2, viewers: VIEWERS }),
    );
  });

  it('catches up with who has watched something, without a new model', async () => {
    const returned = (await list('?churn_risk=high')).items[0]!;
    await service.app
      .get(AnalyticsV2Repository)
      .recordViews([aView({ userId: returned.user_id, viewedAt: `${TODAY}T11:00:00Z` })]);
    await learn(false);
    const now = (await pages('')).find(({ user_id }) => user_id === returned.user_id)!;
    expect(now.total_views).toBe(returned.total_views + 1);
    expect(now.churn_probability).toBeLessThan(returned.churn_probability);
  });

  it('forgets who is erased', async () => {
    await service.asAdmin('delete', `/users/${userId(2)}`).expect(204);
    expect((await pages('')).map(({ user_id }) => user_id)).not.toContain(userId(2));
    const traces = Object.entries(await allTables(service.databaseUrl)).filter(([, rows]) =>
      rows.some((row) => row.includes(userId(2))),
    );
    expect(traces).toEqual([]);
  });
});
