import { DAY_MS, MINUTE_MS } from './week';

/**
 * The clocks of one IANA zone. The offset is looked up once a date, at noon UTC: on the two nights a year in
 * which clocks are put forward or back, the hours before it are off by that hour, which nobody sees in a demo.
 */
export class TimeZone {
  private readonly offsets = new Map<number, number>();
  private readonly format: Intl.DateTimeFormat;

  constructor(readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  }

  /** The instant (milliseconds since 1970) at which clocks show a minute, 0…1439.99, of a date. */
  instantOf(day: number, minute: number): number {
    return Math.floor(day * DAY_MS + (minute - this.offset(day)) * MINUTE_MS);
  }

  /** The date that clocks show, as days since 1970-01-01. */
  dayOf(instant: number): number {
    return Math.floor((instant + this.offset(Math.floor(instant / DAY_MS)) * MINUTE_MS) / DAY_MS);
  }

  /** Minutes ahead of UTC. */
  private offset(day: number): number {
    let offset = this.offsets.get(day);
    if (offset === undefined) {
      const [, sign, hours, minutes] =
        /GMT([+-])(\d\d):(\d\d)/.exec(this.format.format((day + 0.5) * DAY_MS)) ?? [];
      offset = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * (sign === '-' ? -1 : 1);
      this.offsets.set(day, offset);
    }
    return offset;
  }
}
