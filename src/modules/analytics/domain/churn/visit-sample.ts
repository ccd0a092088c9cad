/** Active days of one viewer; days are numbered from 1970-01-01 (UTC). */
export interface VisitSample {
  readonly firstDay: number;
  readonly days: number;
  readonly lastDay: number;
  /** The same up to the day before the held-out month; 0 and null when all lies in it. */
  readonly earlierDays: number;
  readonly earlierLastDay: number | null;
}
