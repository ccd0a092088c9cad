import fc from 'fast-check';
import { addDays, isoWeekLabel, isTimeZone, localDate, startOfWeek } from './calendar-date';

const DAY_MS = 86_400_000;
const anyDate = fc
  .integer({ min: Date.UTC(1900, 0, 1) / DAY_MS, max: Date.UTC(2199, 11, 31) / DAY_MS })
  .map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10));

describe('isoWeekLabel', () => {
  // ISO 8601: the years 2020 and 2026 have 53 weeks; the first days of January may belong to the year before.
  it.each([
    ['2020-12-31', '2020-W53'],
    ['2021-01-03', '2020-W53'],
    ['2021-01-04', '2021-W01'],
    ['2018-12-31', '2019-W01'],
    ['2026-01-01', '2026-W01'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2005-01-01', '2004-W53'],
    ['2008-12-29', '2009-W01'],
  ])('%s lies in %s', (date, label) => {
    expect(isoWeekLabel(date)).toBe(label);
  });

  it('is the same for the seven days of a week and another one for the next', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const monday = startOfWeek(date, 'monday');
        const labels = new Set(Array.from({ length: 7 }, (_, day) => isoWeekLabel(addDays(monday, day))));
        expect([...labels]).toEqual([isoWeekLabel(date)]);
        expect(isoWeekLabel(addDays(monday, 7))).not.toBe(isoWeekLabel(date));
      }),
    );
  });
});

describe('startOfWeek', () => {
  it('gives the last Monday or Sunday up to the date', () => {
    fc.assert(
      fc.property(anyDate, fc.constantFrom('monday' as const, 'sunday' as const), (date, weekStart) => {
        const start = startOfWeek(date, weekStart);
        expect(new Date(start).getUTCDay()).toBe(weekStart === 'monday' ? 1 : 0);
        const distance = (Date.parse(date) - Date.parse(start)) / DAY_MS;
        expect(distance).toBeGreaterThanOrEqual(0);
        expect(distance).toBeLessThan(7);
      }),
    );
  });
});

describe('localDate', () => {
  it.each([
    ['2026-01-11T18:29:59Z', 'Asia/Kolkata', '2026-01-11'],
    ['2026-01-11T18:30:00Z', 'Asia/Kolkata', '2026-01-12'],
    ['2026-03-28T22:59:59Z', 'Europe/Berlin', '2026-03-28'],
    ['2026-03-28T23:00:00Z', 'Europe/Berlin', '2026-03-29'],
    ['2026-03-29T22:00:00Z', 'Europe/Berlin', '2026-03-30'],
    ['2026-01-01T09:59:59Z', 'Pacific/Kiritimati', '2026-01-01'],
    ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02'],
  ])('%s is in %s on %s', (instant, zone, date) => {
    expect(localDate(new Date(instant), zone)).toBe(date);
  });
});

describe('isTimeZone', () => {
  it('knows names of the IANA database, and nothing else', () => {
    expect(['UTC', 'Europe/Moscow', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true);
    expect(['', '+03:00', 'Mars/Olympus', 'UTC; DROP TABLE users', 'Foo3', '..'].some(isTimeZone)).toBe(
      false,
    );
  });
});
