import { parse } from 'csv-parse/sync';
import { JobRunner } from '../../src/common/jobs/job-runner';
import { aTestEventItem } from '../factories/ab-test.factory';
import { userId } from '../factories/ids';
import { experimentsOf } from '../support/experiments';
import { download, orderExport } from '../support/exports';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
let testId: string;
beforeAll(async () => {
  service = await startTestApp({ now: '2026-03-01T12:00:00Z' });
  service.app.get(JobRunner).start();
  const { start, putUsers, expose, record } = experimentsOf(service);
  await putUsers(1, 1_000);
  testId = await start({
    name: 'Постер',
    metrics: [{ metric_name: 'views_per_user', role: 'goal', direction: 'increase' }],
  });
  // The design note's own example: 50 of 500 against 65 of 500.
  await expose(
    testId,
    Array.from({ length: 1_000 }, (_, index) => ({
      user_id: userId(index + 1),
      variant_id: index < 500 ? 'A' : 'B',
      exposed_at: '2026-03-01T12:00:00Z',
    })),
  );
  const converted = [
    ...Array.from({ length: 50 }, (_, n) => n + 1),
    ...Array.from({ length: 65 }, (_, n) => n + 501),
  ];
  await record(converted.map((number) => aTestEventItem(testId, { user_id: userId(number) })));
});
afterAll(() => service.close());

describe('the report of an A/B test', () => {
  it('has the figures that the test itself answers', async () => {
    const ready = await orderExport(service, { report_type: 'ab_test', ab_test_id: testId });
    const rows: Record<string, string>[] = parse(await download(service, ready), {
      bom: true,
      columns: true,
    });
    expect(rows.map(({ metric_name, variant_id }) => [metric_name, variant_id])).toEqual([
      ['conversion_rate', 'A'],
      ['conversion_rate', 'B'],
      ['views_per_user', 'A'],
      ['views_per_user', 'B'],
    ]);
    expect(rows[0]).toMatchObject({ users: '500', value: '10', difference: '' });
    expect(rows[1]).toMatchObject({ users: '500', value: '13', method: 'z' });
    expect(Number(rows[1]!.difference)).toBeCloseTo(0.03, 12);
    expect(Number(rows[1]!.p_value)).toBeCloseTo(0.137, 3);
  });

  it('is a document in the asked language', async () => {
    const ready = await orderExport(service, {
      report_type: 'ab_test',
      ab_test_id: testId,
      format: 'pdf',
      locale: 'ru',
    });
    expect((await download(service, ready)).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is refused for a test that is not there', async () => {
    const body = {
      report_type: 'ab_test',
      format: 'csv',
      start_date: '2026-01-01T00:00:00Z',
      end_date: '2026-03-01T00:00:00Z',
      ab_test_id: userId(404),
    };
    const answer = await service.asAdmin('post', '/analytics/v2/export', body).expect(404);
    expect(answer.body).toMatchObject({ code: 'ab_test.not_found' });
  });
});
