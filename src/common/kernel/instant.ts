const ISO_INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/** Nothing was streamed before it; the bound keeps week numbers and time zones well defined. */
export const EARLIEST_INSTANT = Date.UTC(1900, 0, 1);
/** Room for a later zone shift inside four-digit years. */
export const LATEST_INSTANT = Date.UTC(9999, 11, 1);

/**
 * Reads an ISO 8601 date-time that states its offset, cut to the millisecond.
 * Returns null for anything else: no offset, a bare date, a week date, a day that is not in the calendar,
 * 24:00, a leap second, or an instant outside 1900…9999.
 */
export function parseInstant(text: string): Date | null {
  const match = ISO_INSTANT.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const millisecond = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const offsetHour = Number(match[9] ?? 0);
  const offsetMinute = Number(match[10] ?? 0);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59) return null;

  const offset = (offsetHour * 60 + offsetMinute) * 60_000 * (match[8] === '-' ? -1 : 1);
  const time = Date.UTC(year, month - 1, day, hour, minute, second, millisecond) - offset;
  return time >= EARLIEST_INSTANT && time < LATEST_INSTANT ? new Date(time) : null;
}

/** ISO 8601 in UTC; milliseconds only where there are some: `2026-01-31T23:59:59Z`. */
export function formatInstant(instant: Date): string {
  return instant.toISOString().replace('.000Z', 'Z');
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
