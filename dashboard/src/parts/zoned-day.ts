const DAY_MS = 86_400_000;

/** How far the zone's clock is ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timezone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((found) => found.type === type)!.value);
  const clock = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return clock - Math.floor(instant / 1000) * 1000;
}

/** The instant, in ISO 8601, at which a local day (YYYY-MM-DD) begins in a time zone. */
export function beginOfDay(day: string, timezone: string): string {
  const asUtc = Date.parse(`${day}T00:00:00Z`);
  const guess = asUtc - offsetAt(asUtc, timezone);
  // Asked again where the guess is, as a change of the clocks may lie between.
  return new Date(asUtc - offsetAt(guess, timezone)).toISOString();
}

/** The last whole second of a local day. */
export function endOfDay(day: string, timezone: string): string {
  return new Date(Date.parse(beginOfDay(addDays(day, 1), timezone)) - 1000).toISOString();
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of the week that an instant lies in, UTC. */
export function mondayOf(instant: Date): string {
  const day = instant.toISOString().slice(0, 10);
  return addDays(day, -((instant.getUTCDay() + 6) % 7));
}

export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}
