import { CronParserCalendar } from './cron-parser-calendar';

const calendar = new CronParserCalendar();
const NOON = new Date('2026-03-01T12:00:00Z');

describe('the cron calendar', () => {
  it('finds the next moment, and the last one up to now', () => {
    expect(calendar.next('0 12 * * *', 'UTC', NOON)).toEqual(new Date('2026-03-02T12:00:00Z'));
    expect(calendar.last('0 12 * * *', 'UTC', NOON)).toEqual(NOON);
    expect(calendar.last('0 12 * * *', 'UTC', new Date(NOON.getTime() - 1))).toEqual(
      new Date('2026-02-28T12:00:00Z'),
    );
    expect(calendar.next('0 0 29 2 *', 'UTC', NOON)).toEqual(new Date('2028-02-29T00:00:00Z'));
  });

  it.each(['', '* * * *', '* * * * * *', '@daily', '0 0 31 2 *', '99 * * * *', 'a b c d e', '0  8 * * 1'])(
    'knows no moment of %j',
    (cron) => {
      expect(calendar.next(cron, 'UTC', NOON)).toBeNull();
    },
  );
});
