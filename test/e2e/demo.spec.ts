import { Clock } from '../../src/common/kernel/clock';
import { KnownReleases } from '../../src/modules/catalogue';
import { ImportDataset, type ImportReport, openDemoSource } from '../../src/modules/importer';
import { startTestApp, type TestApp } from '../support/test-app';

interface Cohort {
  cohort_period: string;
  cohort_size: number;
  retention: { week: number; rate: number | null }[];
}

let service: TestApp;
beforeAll(async () => (service = await startTestApp({ now: '2026-06-17T14:25:00Z' })));
afterAll(() => service.close());

/** The demo command's load, with a twentieth of its people. */
async function load(): Promise<ImportReport> {
  const now = service.app.get(Clock).now();
  const source = await openDemoSource(service.app.get(KnownReleases), { now, usersInLaunchWeek: 8 });
  return service.app
    .get(ImportDataset)
    .execute(source, { progress: () => undefined, reject: () => undefined });
}

async function cohorts(endDate: string): Promise<Cohort[]> {
  const token = await service.logIn('admin@example.org', 'correct horse battery');
  const { body } = await service
    .withToken(token, 'post', '/analytics/v2/cohorts', {
      cohort_type: 'registration',
      start_date: '2025-12-01T00:00:00Z',
      end_date: endDate,
    })
    .expect(200);
  return (body as { cohorts: Cohort[] }).cohorts;
}

describe('the demo in the service', () => {
  let first: ImportReport;

  it('is loaded with nothing refused', async () => {
    first = await load();
    expect(first.users).toMatchObject({ duplicates: 0, rejected: 0 });
    expect(first.releases).toMatchObject({ duplicates: 0, rejected: 0 });
    expect(first.views).toMatchObject({ duplicates: 0, rejected: 0 });
    expect(first.views.added).toBeGreaterThan(5_000);
    expect(first.payments).toMatchObject({ duplicates: 0, rejected: 0 });
    expect(first.payments.added).toBeGreaterThan(100);
  });

  it('has half a year of cohorts that come back', async () => {
    const answer = await cohorts('2026-06-14T23:59:59Z');
    expect(answer).toHaveLength(26);
    expect(answer[0]!.cohort_period).toBe('2025-W51');
    const rates = answer.slice(0, -1).map(({ retention }) => retention[1]!.rate!);
    const mean = rates.reduce((sum, rate) => sum + rate) / rates.length;
    expect(mean).toBeGreaterThan(35);
    expect(mean).toBeLessThan(65);
  });

  it('adds nothing when it is loaded again', async () => {
    const again = await load();
    for (const stage of ['users', 'releases', 'views', 'payments'] as const) {
      expect(again[stage]).toEqual({ added: 0, duplicates: first[stage].added, rejected: 0 });
    }
  });

  it('goes on two weeks later: new people, and new views of the old ones', async () => {
    const before = await cohorts('2026-06-14T23:59:59Z');
    service.clock.set('2026-07-01T14:25:00Z');
    const later = await load();
    for (const stage of ['users', 'releases', 'views', 'payments'] as const) {
      expect(later[stage].duplicates).toBe(first[stage].added);
      expect(later[stage].added).toBeGreaterThan(0);
      expect(later[stage].rejected).toBe(0);
    }
    const after = await cohorts('2026-06-28T23:59:59Z');
    expect(after).toHaveLength(28);
    expect(after.slice(0, 22)).toEqual(before.slice(0, 22));
    expect(after.slice(0, 25).every(({ retention }) => retention[1]!.rate !== null)).toBe(true);
    expect(before.at(-1)!.retention[1]!.rate).toBeNull();
    expect(after[25]!.retention[1]!.rate).not.toBeNull();
  });
});
