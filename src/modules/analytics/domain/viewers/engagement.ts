import type { RecentActivity } from './viewer-history';

const WEIGHTS = { frequency: 0.4, completion: 0.3, regularity: 0.3 };
const VIEWS_OF_A_REGULAR = 30;
const DAYS = 28;

/**
 * How much a viewer takes part, 0…1 (definitions.md, "Views and watching"): a view a day, titles watched to their end, and
 * every day count as full. Where no completion is known its weight goes to the other two, by their own weights.
 */
export function engagementScore({ views30, completion30, activeDays28 }: RecentActivity): number {
  const frequency = Math.min(1, views30 / VIEWS_OF_A_REGULAR);
  const regularity = Math.min(1, activeDays28 / DAYS);
  const known = WEIGHTS.frequency * frequency + WEIGHTS.regularity * regularity;
  return completion30 === null
    ? known / (WEIGHTS.frequency + WEIGHTS.regularity)
    : known + WEIGHTS.completion * completion30;
}

/** Each hour's views in parts of the busiest hour's, 0…1; all 0 without views. */
export function hourlyScores(viewsByHour: readonly number[]): number[] {
  const busiest = Math.max(...viewsByHour);
  return viewsByHour.map((views) => (busiest === 0 ? 0 : views / busiest));
}
