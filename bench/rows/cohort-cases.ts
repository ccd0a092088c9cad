import type { CohortQuery, CohortType } from '../../src/modules/analytics/domain/retention/cohort-query';
import { type Dataset, GENRE, START, WEEK_MS, WEEKS } from '../data/dataset';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far Indian clocks are ahead of UTC, the whole year. */
const KOLKATA_AHEAD_MS = 5.5 * HOUR_MS;
/** Most cohorts of the short queries, and where they begin, in weeks since {@link START}. */
const SHORT = { cohorts: 12, begin: 36, weeks: 4 };
const LONG = { cohorts: WEEKS, begin: 0, weeks: 12 };
/** A release that is watched now and then, by rank. */
const TITLE_RANK = 40;

export interface CohortCase {
  readonly name: string;
  readonly query: CohortQuery;
  /** From quality.md: how many times as fast as DuckDB at least; null: not asked for. */
  readonly target: number | null;
  /** Whether it is about anything but whole UTC weeks from Monday, of all titles. */
  readonly ownCalendar: boolean;
}

interface Variant {
  readonly name: string;
  readonly target: number | null;
  /** The range's ends are moved by so much, in milliseconds. */
  readonly shift?: { readonly from: number; readonly until: number };
  readonly change?: Partial<CohortQuery>;
  readonly longOnly?: boolean;
}

const both = (shift: number) => ({ from: shift, until: shift });

function variants(dataset: Dataset): Variant[] {
  const releases = Array.from({ length: dataset.size.releases }, (_, index) => dataset.release(index));
  const ofGenre = releases.filter(({ genres }) => genres.includes(GENRE)).map(({ id }) => id);
  const title = releases[Math.min(TITLE_RANK, releases.length) - 1]!.id;
  return [
    { name: 'whole weeks, UTC', target: 100 },
    { name: 'cut weeks, UTC', target: 5, shift: { from: 53 * HOUR_MS, until: -31 * HOUR_MS } },
    {
      name: 'whole weeks, Asia/Kolkata',
      target: 5,
      shift: both(-KOLKATA_AHEAD_MS),
      change: { timezone: 'Asia/Kolkata' },
    },
    {
      name: 'cut weeks, America/New_York',
      target: 5,
      shift: { from: 53 * HOUR_MS, until: -31 * HOUR_MS },
      change: { timezone: 'America/New_York' },
    },
    { name: 'weeks from Sunday', target: 5, shift: both(-DAY_MS), change: { weekStart: 'sunday' } },
    { name: 'rolling weeks', target: 5, change: { window: 'rolling' } },
    { name: 'one genre', target: null, change: { releaseIds: ofGenre }, longOnly: true },
    { name: 'one title', target: null, change: { releaseIds: [title] }, longOnly: true },
  ];
}

/** Every variant for 12 cohorts followed for 4 weeks and 52 followed for 12, by both anchors. */
export function cohortCases(dataset: Dataset): CohortCase[] {
  const types: CohortType[] = ['registration', 'first_view'];
  return variants(dataset).flatMap(({ name, target, shift = both(0), change, longOnly }) =>
    (longOnly ? [LONG] : [SHORT, LONG]).flatMap(({ cohorts, begin, weeks }) =>
      types.map((cohortType) => ({
        name: `${cohorts} cohorts by ${cohortType}, ${name}`,
        target,
        ownCalendar: change?.releaseIds === undefined && (change ?? shift.from) !== 0,
        query: {
          cohortType,
          from: new Date(START + begin * WEEK_MS + shift.from),
          until: new Date(START + (begin + cohorts) * WEEK_MS + shift.until),
          weeks,
          window: 'calendar',
          timezone: 'UTC',
          weekStart: 'monday',
          releaseIds: null,
          ...change,
        },
      })),
    ),
  );
}
