import { readState, requestOf } from './retention-state';

const NOW = new Date('2026-11-26T12:00:00Z');
const stateOf = (query: string) => readState(new URLSearchParams(query), NOW);

describe('the state of the retention page', () => {
  it('is ten whole weeks unless the address says more', () => {
    expect(requestOf(stateOf(''))).toEqual({
      start_date: '2026-09-14T00:00:00.000Z',
      end_date: '2026-11-22T23:59:59.000Z',
      cohort_type: 'registration',
      weeks: 8,
      retention: 'on',
      window: 'calendar',
      timezone: 'UTC',
      week_start: 'monday',
      min_cohort_size: 0,
      include_ltv: false,
    });
  });

  it('is read whole from the address', () => {
    const query =
      'from=2026-10-05&to=2026-11-01&type=first_view&weeks=3&retention=on_or_after&window=rolling' +
      '&timezone=Europe/Moscow&week_start=sunday&genre=Drama&min_cohort_size=5&ltv=true&currency=EUR' +
      '&release_id=018f3c5e-7a51-7c3e-9f10-2b6f0a4d8e21';
    expect(stateOf(query).currency).toBe('EUR');
    expect(requestOf(stateOf(query))).toEqual({
      start_date: '2026-10-04T21:00:00.000Z',
      end_date: '2026-11-01T20:59:59.000Z',
      cohort_type: 'first_view',
      weeks: 3,
      retention: 'on_or_after',
      window: 'rolling',
      timezone: 'Europe/Moscow',
      week_start: 'sunday',
      min_cohort_size: 5,
      include_ltv: true,
      genre: 'Drama',
      release_id: '018f3c5e-7a51-7c3e-9f10-2b6f0a4d8e21',
    });
  });

  it('leaves out what the endpoint would refuse', () => {
    const state = stateOf('from=yesterday&weeks=99&retention=off&timezone=Mars&min_cohort_size=-1');
    expect(state).toEqual(stateOf(''));
  });
});
