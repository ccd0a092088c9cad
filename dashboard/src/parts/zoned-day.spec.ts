import { addDays, beginOfDay, endOfDay, isDay, mondayOf } from './zoned-day';

describe('a day in a time zone', () => {
  it.each([
    ['2026-03-01', 'UTC', '2026-03-01T00:00:00.000Z', '2026-03-01T23:59:59.000Z'],
    ['2026-03-01', 'Europe/Moscow', '2026-02-28T21:00:00.000Z', '2026-03-01T20:59:59.000Z'],
    // The clocks go forward, then back: days of 23 and 25 hours.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T21:59:59.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T22:59:59.000Z'],
    ['2026-07-04', 'America/New_York', '2026-07-04T04:00:00.000Z', '2026-07-05T03:59:59.000Z'],
    ['2026-07-04', 'Asia/Kathmandu', '2026-07-03T18:15:00.000Z', '2026-07-04T18:14:59.000Z'],
  ])('%s in %s', (day, timezone, begin, end) => {
    expect(beginOfDay(day, timezone)).toBe(begin);
    expect(endOfDay(day, timezone)).toBe(end);
  });

  it('is counted on over the end of a year', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(mondayOf(new Date('2026-11-29T23:00:00Z'))).toBe('2026-11-23');
  });

  it.each([
    ['2026-02-28', true],
    ['2026-99-28', false],
    ['soon', false],
    [null, false],
  ])('is told from %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });
});
