import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { countRetention } from '../../src/modules/analytics/domain/retention/count-retention';
import { RecordPayments } from '../../src/modules/analytics';
import { PutUsers } from '../../src/modules/identity';
import { stableId } from '../../src/modules/importer/infrastructure/stable-id';
import { startTestApp, type TestApp } from '../support/test-app';
import { readBytes, readJson } from './data-folder';

interface Expected {
  transactions: number;
  customers: number;
  revenue: number;
  monthly_cohorts: Record<string, { active: number[]; revenue: number[] }>;
}
interface Cohort {
  cohort_size: number;
  ltv: { week: number; revenue_per_user_minor: number | null; currency: string }[];
}

const DAY_MS = 86_400_000;
const expected = readJson<Expected>('cdnow', 'expected_cohorts.json');

const purchases = gunzipSync(readBytes('cdnow', 'CDNOW_master.txt.gz'))
  .toString()
  .trim()
  .split('\n')
  .slice(1)
  .map((line, index) => {
    const [customer, date, , dollars] = line.trim().split(/\s+/) as [string, string, string, string];
    const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
    return { index, userId: stableId('user', customer)!, day, cents: Math.round(Number(dollars) * 100) };
  });
const firstDays = new Map<string, string>();
for (const { userId, day } of purchases) if (day < (firstDays.get(userId) ?? '9')) firstDays.set(userId, day);

describe('all customers of CDNOW', () => {
  it('come back by month as expected', () => {
    const days = new Map([...firstDays].map(([userId]) => [userId, new Set<string>()]));
    for (const { userId, day } of purchases) days.get(userId)!.add(day);
    const histories = [...days].map(([userId, own]) => ({
      anchor: firstDays.get(userId)!,
      activeDays: [...own].sort(),
    }));
    const found = countRetention(histories, { unit: 'month', window: 'calendar' }, 17, '1998-07-01');
    expect(found).toHaveLength(Object.keys(expected.monthly_cohorts).length);
    for (const { periodStart, active } of found) {
      const published = expected.monthly_cohorts[periodStart.slice(0, 7)]!.active;
      // The last months of the younger cohorts lie behind the end of the data.
      expect(active.slice(0, published.length)).toEqual(published);
    }
  });

  describe('as users and payments of the service', () => {
    let service: TestApp;
    beforeAll(async () => {
      service = await startTestApp({ now: '1998-07-01T00:00:00Z', settings: { JOBS: 'external' } });
      await service.app.get(PutUsers).execute(
        [...firstDays].map(([id, day]) => ({ id, registeredAt: new Date(day) })),
        true,
      );
      const outcomes = await service.app.get(RecordPayments).execute(
        purchases.map(({ index, userId, day, cents }) => ({
          paymentId: stableId('payment', String(index))!,
          userId,
          amountMinor: cents,
          currency: 'USD',
          paidAt: new Date(day),
        })),
      );
      expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(expected.transactions);
    }, 120_000);
    afterAll(() => service.close());

    it('have the expected revenue of each month', async () => {
      const client = new Client({ connectionString: service.databaseUrl });
      await client.connect();
      const { rows } = await client.query<{ cohort: string; month: number; cents: string }>(`
        SELECT to_char(registered_at AT TIME ZONE 'UTC', 'YYYY-MM') AS cohort,
               12 * extract(year FROM paid_at AT TIME ZONE 'UTC') + extract(month FROM paid_at AT TIME ZONE 'UTC')
                 - 12 * extract(year FROM registered_at AT TIME ZONE 'UTC')
                 - extract(month FROM registered_at AT TIME ZONE 'UTC') AS month,
               sum(amount_minor) AS cents
        FROM payments JOIN user_activity USING (user_id) GROUP BY 1, 2 ORDER BY 1, 2`);
      await client.end();
      for (const [month, { revenue }] of Object.entries(expected.monthly_cohorts)) {
        const found = rows.filter(({ cohort }) => cohort === month).map(({ cents }) => Number(cents) / 100);
        expect(found).toEqual(revenue);
      }
    });

    it('are worth by week what the raw file says', async () => {
      const [from, until] = ['1997-01-06', '1997-02-02'];
      const body = {
        cohort_type: 'registration',
        start_date: `${from}T00:00:00Z`,
        end_date: `${until}T23:59:59Z`,
        weeks: 52,
        include_ltv: true,
      };
      const { cohorts } = (await service.asAdmin('post', '/analytics/v2/cohorts', body).expect(200)).body as {
        cohorts: Cohort[];
      };
      expect(cohorts).toHaveLength(4);
      cohorts.forEach(({ cohort_size, ltv }, index) => {
        const start = Date.parse(from) + index * 7 * DAY_MS;
        const members = new Set(
          [...firstDays]
            .filter(([, day]) => Date.parse(day) >= start && Date.parse(day) < start + 7 * DAY_MS)
            .map(([id]) => id),
        );
        expect(cohort_size).toBe(members.size);
        for (const { week, revenue_per_user_minor, currency } of ltv) {
          const cents = purchases
            .filter(
              ({ userId, day }) => members.has(userId) && Date.parse(day) < start + (week + 1) * 7 * DAY_MS,
            )
            .reduce((sum, own) => sum + own.cents, 0);
          expect(currency).toBe('USD');
          expect(revenue_per_user_minor).toBeCloseTo(cents / members.size, 1);
        }
      });
    });
  });
});
