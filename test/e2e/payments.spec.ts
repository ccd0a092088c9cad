import { LearnViewers } from '../../src/modules/analytics/application/viewers/learn-viewers';
import { releaseId, userId } from '../factories/ids';
import { aPaymentItem, paymentId } from '../factories/payment.factory';
import { aViewItem } from '../factories/view-event.factory';
import { allTables } from '../support/all-tables';
import { startTestApp, type TestApp } from '../support/test-app';

interface Cohort {
  cohort_period: string;
  cohort_size: number;
  ltv?: { week: number; revenue_per_user_minor: number | null; currency: string }[];
  ltv_projection?: { currency: string; revenue_per_user_minor: number; model_version: string }[];
}

let service: TestApp;
beforeAll(async () => {
  service = await startTestApp({ now: '2026-02-04T12:00:00Z', settings: { JOBS: 'external' } });
  const users = [
    ...[1, 2, 3, 4].map((number) => ({ id: userId(number), registered_at: '2026-01-07T09:00:00Z' })),
    { id: userId(5), registered_at: '2026-01-12T00:00:00Z' },
  ];
  await service.asAdmin('put', '/users', { users }).expect(200);
});
afterAll(() => service.close());

const pay = async (...payments: object[]) =>
  (await service.asAdmin('post', '/payments', { payments }).expect(200)).body as object;

describe('POST /payments', () => {
  it('takes each payment once, and tells repeats from conflicts', async () => {
    const payment = aPaymentItem({ paid_at: '2026-01-08T18:00:00Z', amount_minor: 1_001 });
    expect(await pay(payment)).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect(await pay(payment, { ...payment, paid_at: '2026-01-08T21:00:00+03:00' })).toEqual({
      accepted: 0,
      duplicates: 2,
      rejected: [],
    });
    for (const change of [
      { amount_minor: 1 },
      { currency: 'USD' },
      { user_id: userId(2) },
      { paid_at: '2026-01-08T18:00:01Z' },
    ]) {
      expect(await pay({ ...payment, ...change })).toMatchObject({
        accepted: 0,
        rejected: [{ index: 0, id: payment.payment_id, code: 'payment.conflict' }],
      });
    }
  });

  it.each([
    ['payment_id', { payment_id: 'x' }, 'payment.invalid'],
    ['amount_minor', { amount_minor: 1.5 }, 'payment.invalid'],
    ['amount_minor', { amount_minor: 1e12 }, 'payment.invalid'],
    ['amount_minor', { amount_minor: '5' }, 'payment.invalid'],
    ['currency', { currency: 'eur' }, 'payment.invalid'],
    ['currency', { currency: 'EURO' }, 'payment.invalid'],
    ['paid_at', { paid_at: '2026-02-30T00:00:00Z' }, 'payment.invalid'],
    ['', { user_id: userId(404) }, 'user.unknown'],
    ['', { paid_at: '2026-02-04T12:06:00Z' }, 'payment.in_future'],
  ])('rejects a wrong %s, and takes the rest: %j', async (field, change, code) => {
    const body = (await pay(
      { ...aPaymentItem({ amount_minor: 1, currency: 'GBP' }), ...change },
      aPaymentItem({ amount_minor: -1, currency: 'GBP' }),
    )) as { rejected: { message: string }[] };
    expect(body).toMatchObject({ accepted: 1, rejected: [{ index: 0, code }] });
    expect(body.rejected[0]!.message).toContain(field);
  });
});

describe('lifetime value of a cohort', () => {
  const cohorts = async (given: object = {}): Promise<Cohort[]> => {
    const body = {
      cohort_type: 'registration',
      start_date: '2026-01-05T00:00:00Z',
      end_date: '2026-01-18T23:59:59Z',
      include_ltv: true,
      ...given,
    };
    return (
      (await service.asAdmin('post', '/analytics/v2/cohorts', body).expect(200)).body as { cohorts: Cohort[] }
    ).cohorts;
  };
  const inCurrency = ({ ltv }: Cohort, currency: string) =>
    ltv!.filter((row) => row.currency === currency).map((row) => row.revenue_per_user_minor);

  beforeAll(async () => {
    await pay(
      // Week 0 has 10.01 € of user 1 already; a refund in week 1, another payment in week 2, roubles in week 0.
      aPaymentItem({ user_id: userId(2), amount_minor: 500, paid_at: '2026-01-11T23:59:59.999Z' }),
      aPaymentItem({ user_id: userId(2), amount_minor: -500, paid_at: '2026-01-12T00:00:00Z' }),
      aPaymentItem({ user_id: userId(3), amount_minor: 2_000, paid_at: '2026-01-25T23:00:00Z' }),
      aPaymentItem({
        user_id: userId(4),
        amount_minor: 39_900,
        currency: 'RUB',
        paid_at: '2026-01-01T00:00:00Z',
      }),
      aPaymentItem({ user_id: userId(5), amount_minor: 700, paid_at: '2026-01-19T00:00:00Z' }),
      aPaymentItem({ user_id: userId(5), amount_minor: 700, paid_at: '2026-02-03T00:00:00Z' }),
    );
    // The cache serves what was there before for five seconds at most.
    service.clock.set('2026-02-04T12:00:10Z');
  });

  it('adds up each currency by itself, refunds taken off, and knows nothing of a week that runs', async () => {
    const [first, second, ...others] = await cohorts();
    expect(others).toEqual([]);
    // Four users: 15.01, 10.01, 30.01 €; the week of 2 February runs.
    expect(inCurrency(first!, 'EUR')).toEqual([375.25, 250.25, 750.25, 750.25, null]);
    expect(inCurrency(first!, 'RUB')).toEqual([9_975, 9_975, 9_975, 9_975, null]);
    expect(inCurrency(second!, 'EUR')).toEqual([0, 700, 700, null, null]);
    expect(first!.ltv_projection).toEqual([]);
  });

  it('counts rolling weeks from each user’s own day, by the asked clock', async () => {
    const [first] = await cohorts({ window: 'rolling', weeks: 2 });
    // 7–13 January, then 14–20, then 21–27.
    expect(inCurrency(first!, 'EUR')).toEqual([250.25, 250.25, 750.25]);
    // In Kiritimati user 2 has paid on Monday the 12th, and user 3 on the 26th.
    const [kiritimati] = await cohorts({
      timezone: 'Pacific/Kiritimati',
      weeks: 2,
      end_date: '2026-01-11T09:59:59Z',
    });
    expect(inCurrency(kiritimati!, 'EUR')).toEqual([250.25, 250.25, 250.25]);
  });

  it.each(['registration', 'first_view'])(
    'goes together with a title and a genre: %s',
    async (cohort_type) => {
      const release = { id: releaseId(1), title: 'One', genres: ['Drama'] };
      await service.asAdmin('put', '/catalogue/releases', { releases: [release] }).expect(200);
      await service
        .asAdmin('post', '/views', {
          events: [aViewItem({ userId: userId(1), viewedAt: '2026-01-09T10:00:00Z' })],
        })
        .expect(200);
      service.clock.set('2026-02-04T12:00:20Z');
      for (const filter of [
        { release_id: releaseId(1) },
        { genre: 'Drama' },
        { genre: 'Drama', window: 'rolling' },
      ]) {
        const [first] = await cohorts({ cohort_type, ...filter });
        const users = cohort_type === 'registration' ? 4 : 1;
        expect([first!.cohort_size, first!.ltv!.length > 0]).toEqual([users, true]);
      }
    },
  );

  it('is there only when it is asked for', async () => {
    const [first] = await cohorts({ include_ltv: false });
    expect(first).not.toHaveProperty('ltv');
    expect(first).not.toHaveProperty('ltv_projection');
  });

  it('grows old by a payment', async () => {
    await cohorts();
    await pay(aPaymentItem({ user_id: userId(1), amount_minor: 4, paid_at: '2026-01-08T00:00:00Z' }));
    expect(inCurrency((await cohorts())[0]!, 'EUR')[0]).toBe(376.25);
  });

  it('is projected once enough people have paid more than once', async () => {
    const people = Array.from({ length: 120 }, (_, index) => userId(1_000 + index));
    await service
      .asAdmin('put', '/users', {
        users: people.map((id) => ({ id, registered_at: '2025-06-02T00:00:00Z' })),
      })
      .expect(200);
    // The n-th pays 10 + n % 7 € every 30 days, 1 + n % 6 times.
    const day = (number: number) => new Date(Date.UTC(2025, 5, 3) + number * 86_400_000).toISOString();
    const payments = people.flatMap((id, n) =>
      Array.from({ length: 1 + (n % 6) }, (_, index) =>
        aPaymentItem({
          user_id: id,
          amount_minor: 1_000 + 100 * (n % 7),
          paid_at: day(30 * index + (n % 5)),
        }),
      ),
    );
    await pay(...payments);
    await service.app
      .get(LearnViewers)
      .execute({ all: true, signal: new AbortController().signal, progress: () => Promise.resolve() });
    const [cohort] = await cohorts({ start_date: '2025-06-02T00:00:00Z', end_date: '2025-06-08T23:59:59Z' });
    const paid = payments.reduce((sum, { amount_minor }) => sum + amount_minor, 0) / people.length;
    const [projection] = cohort!.ltv_projection!;
    expect(projection).toMatchObject({ currency: 'EUR', model_version: 'bg_nbd_gamma_gamma_v1.0' });
    // Most have stopped: less than once and a half of what they have paid.
    expect(projection!.revenue_per_user_minor).toBeGreaterThan(paid);
    expect(projection!.revenue_per_user_minor).toBeLessThan(1.5 * paid);
    const { items } = (await service.asAdmin('get', '/analytics/v2/models').expect(200)).body as {
      items: { purpose: string }[];
    };
    expect(items).toContainEqual(
      expect.objectContaining({
        purpose: 'lifetime_value',
        currency: 'EUR',
        repeat_payers: expect.any(Number),
      }),
    );
  });

  it('forgets who is erased', async () => {
    const id = userId(1_005);
    await service.asAdmin('delete', `/users/${id}`).expect(204);
    const traces = Object.entries(await allTables(service.databaseUrl)).filter(([, rows]) =>
      rows.some((row) => row.includes(id)),
    );
    expect(traces).toEqual([]);
    expect(await pay(aPaymentItem({ user_id: id, payment_id: paymentId(999_999) }))).toMatchObject({
      rejected: [{ code: 'user.unknown' }],
    });
  });
});
