import fc from 'fast-check';
import { localDate } from '../../../common/kernel/calendar-date';
import { PERIODS, rangeOf, startOfDay } from './schedule';

const range = (period: (typeof PERIODS)[number], slot: string, zone: string) => {
  const { startDate, endDate } = rangeOf(period, new Date(slot), zone);
  return [startDate.toISOString(), endDate.toISOString()];
};

describe('the range of a period', () => {
  it.each([
    ['last_7_days', '2026-02-22T00:00:00.000Z', '2026-02-28T23:59:59.000Z'],
    ['last_30_days', '2026-01-30T00:00:00.000Z', '2026-02-28T23:59:59.000Z'],
    ['last_week', '2026-02-16T00:00:00.000Z', '2026-02-22T23:59:59.000Z'],
    ['last_month', '2026-02-01T00:00:00.000Z', '2026-02-28T23:59:59.000Z'],
  ] as const)('%s ends with the day before the run', (period, from, to) => {
    expect(range(period, '2026-03-01T12:00:00Z', 'UTC')).toEqual([from, to]);
  });

  it('goes by the clocks of the zone, over their change too', () => {
    // At this moment it is already March in Tokyo.
    expect(range('last_month', '2026-02-28T16:00:00Z', 'Asia/Tokyo')).toEqual([
      '2026-01-31T15:00:00.000Z',
      '2026-02-28T14:59:59.000Z',
    ]);
    expect(range('last_7_days', '2026-04-01T08:00:00Z', 'Europe/Berlin')).toEqual([
      '2026-03-24T23:00:00.000Z',
      '2026-03-31T21:59:59.000Z',
    ]);
  });
});

describe('the start of a day', () => {
  it('is later where the clocks jump over midnight', () => {
    // Cairo, 2024-04-26: clocks went from 00:00 to 01:00.
    expect(startOfDay('2024-04-26', 'Africa/Cairo').toISOString()).toBe('2024-04-25T22:00:00.000Z');
  });

  it('is the first instant of its date', () => {
    const zones = ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Sao_Paulo', 'Asia/Kathmandu'];
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.constantFrom(...zones), (day, zone) => {
        const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
        const start = startOfDay(date, zone);
        expect(localDate(new Date(start.getTime() - 1), zone) < date).toBe(true);
        expect(localDate(start, zone) >= date).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
