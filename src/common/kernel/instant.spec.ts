import fc from 'fast-check';
import { EARLIEST_INSTANT, formatInstant, LATEST_INSTANT, parseInstant } from './instant';

describe('parseInstant', () => {
  it.each([
    ['2026-01-05T18:30:00Z', '2026-01-05T18:30:00.000Z'],
    ['2026-01-05T18:30:00+05:30', '2026-01-05T13:00:00.000Z'],
    ['2026-01-05T18:30:00-0330', '2026-01-05T22:00:00.000Z'],
    ['2026-01-05T18:30Z', '2026-01-05T18:30:00.000Z'],
    ['2026-01-05T18:30:00.5Z', '2026-01-05T18:30:00.500Z'],
    ['2026-01-05T18:30:00.123999Z', '2026-01-05T18:30:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(parseInstant(text)?.toISOString()).toBe(expected);
  });

  it.each([
    ['no offset', '2026-01-05T18:30:00'],
    ['a bare date', '2026-01-05'],
    ['a week date', '2026-W02-1T00:00:00Z'],
    ['an ordinal date', '2026-005T00:00:00Z'],
    ['a day that is not there', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2026-02-29T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['24:00', '2026-01-05T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['a lower-case z', '2026-01-05T18:30:00z'],
    ['an offset of 24 hours', '2026-01-05T18:30:00+24:00'],
    ['white space', ' 2026-01-05T18:30:00Z'],
    ['a year of six digits', '+012026-01-05T18:30:00Z'],
    ['the time before 1900', '1899-12-31T23:59:59Z'],
    ['1900 east of Greenwich', '1900-01-01T00:00:00+01:00'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it('reads back whatever formatInstant writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: EARLIEST_INSTANT, max: LATEST_INSTANT - 1 }), (time) => {
        expect(parseInstant(formatInstant(new Date(time)))?.getTime()).toBe(time);
      }),
    );
  });

  it('never throws, and agrees with Date on what it takes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/)),
        (text) => {
          const parsed = parseInstant(text);
          if (parsed) expect(parsed.getTime()).toBe(Date.parse(text));
        },
      ),
    );
  });
});

describe('formatInstant', () => {
  it('leaves milliseconds of nought out', () => {
    expect(formatInstant(new Date('2026-01-31T23:59:59Z'))).toBe('2026-01-31T23:59:59Z');
    expect(formatInstant(new Date('2026-01-31T23:59:59.120Z'))).toBe('2026-01-31T23:59:59.120Z');
  });
});
