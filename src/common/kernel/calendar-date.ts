/** A date of the proleptic Gregorian calendar without time or zone, written `YYYY-MM-DD`. */
export type CalendarDate = string;

export const WEEK_STARTS = ['monday', 'sunday'] as const;
export type WeekStart = (typeof WEEK_STARTS)[number];

const DAY_MS = 86_400_000;

/** Days since 1970-01-01. */
export function toDayNumber(date: CalendarDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export function fromDayNumber(day: number): CalendarDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** First day of the week that holds `date`. */
export function startOfWeek(date: CalendarDate, weekStart: WeekStart): CalendarDate {
  const day = toDayNumber(date);
  // 1970-01-01 was a Thursday: three days after a Monday, four after a Sunday.
  const daysIntoWeek = (((day + (weekStart === 'monday' ? 3 : 4)) % 7) + 7) % 7;
  return fromDayNumber(day - daysIntoWeek);
}

/**
 * ISO 8601 week of a date, `2020-W53`: the week belongs to the year that holds its Thursday.
 */
export function isoWeekLabel(date: CalendarDate): string {
  const thursday = addDays(startOfWeek(date, 'monday'), 3);
  const year = thursday.slice(0, 4);
  const week = Math.floor((toDayNumber(thursday) - toDayNumber(`${year}-01-01`)) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

/** The calendar date that clocks in `timeZone` (IANA) show at `instant`. */
export function localDate(instant: Date, timeZone: string): CalendarDate {
  const parts = dateFormat(timeZone).formatToParts(instant);
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** Making a format costs far more than using it; there are some 600 time zones. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  // Names are taken in any case.
  const key = timeZone.toLowerCase();
  let format = dateFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      calendar: 'gregory',
    });
    dateFormats.set(key, format);
  }
  return format;
}

/**
 * Names that mean one thing here and another, or nothing, to PostgreSQL: ICU's own short names, which are none of
 * the IANA database, and four old zones of it that PostgreSQL takes for offsets without summer time.
 */
const AMBIGUOUS = new Set(
  (
    'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT IET IST JST MIT NET NST PLT PNT PRT PST SST VST ' +
    'US/PACIFIC-NEW CET EET MET WET'
  ).split(' '),
);

/** Whether `name` is a time zone of the IANA database, `Europe/Moscow` or `UTC`; offsets are none. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name) || AMBIGUOUS.has(name.toUpperCase())) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
