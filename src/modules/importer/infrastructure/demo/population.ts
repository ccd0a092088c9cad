import type { UserChange } from '../../../identity';
import { demoId, DEMO_GENRES } from './catalogue';
import { drawPerson } from './people';
import { Prng, runningTotals } from './prng';
import { drawMinute } from './rhythm';
import type { TimeZone } from './time-zone';
import { DAY_MS, firstDayOf, MINUTE_MS } from './week';

/** Sign-ups of the launch week, and how many more, in parts of that, each following week has. */
export const USERS_IN_LAUNCH_WEEK = 165;
const WEEKLY_GROWTH = 0.012;

/** Sign-ups from Monday to Sunday. */
const SIGN_UP_DAYS = runningTotals([0.86, 0.84, 0.88, 0.92, 1.08, 1.26, 1.16]);

const NEVER_WATCHES = 0.05;
const WATCHES_AT_ONCE = 0.8;
const NEVER_COMES_BACK = 0.19;

/** How somebody watches. The durations of interest are power laws: most go soon, some stay for years. */
export interface Habits {
  /** Chance of watching on an average day, 0…1. */
  readonly dayRate: number;
  /** Days from the first view to the last. */
  readonly lifeDays: number;
  /** Chance that another view follows the one just ended, 0…1. */
  readonly carryOn: number;
  /** Chance that the player tells how much of the title was watched, 0…1. */
  readonly tellsCompletion: number;
  /** How gladly a genre is chosen, 0…1; those not named: {@link OTHER_GENRES}. */
  readonly taste: ReadonlyMap<string, number>;
}

export const OTHER_GENRES = 0.16;

export interface DemoUser {
  readonly change: UserChange;
  readonly zone: TimeZone;
  /** Milliseconds since 1970; null: never watches anything. */
  readonly firstViewAt: number | null;
  readonly habits: Habits;
  /** Goes on where the account's own draws ended. */
  readonly prng: Prng;
}

/** Heavy, regular and casual viewers. */
const KINDS = [
  { share: 0.15, dayRate: 0.6, spread: 0.25, life: 45, carryOn: 0.73 },
  { share: 0.4, dayRate: 0.32, spread: 0.35, life: 11, carryOn: 0.66 },
  { share: 0.45, dayRate: 0.14, spread: 0.45, life: 7, carryOn: 0.56 },
];
const KIND_TOTALS = runningTotals(KINDS.map((kind) => kind.share));

/** Shape of the survival curve (1 + t / life) ^ −shape. */
const LIFE_SHAPE = 0.6;

/**
 * How many people sign up in a week. It alone knows when the service was launched; who the n-th of a week is,
 * and what they do, does not depend on it.
 */
export function cohortSize(
  seed: number,
  week: number,
  launchWeek: number,
  usersInLaunchWeek: number,
): number {
  const noise = new Prng(`${seed}/cohort/${week}`).between(0.93, 1.07);
  return Math.round(usersInLaunchWeek * (1 + WEEKLY_GROWTH * (week - launchWeek)) * noise);
}

/** The n-th of those who sign up in a week of their own calendar, from 0. */
export function demoUser(seed: number, week: number, n: number): DemoUser {
  const key = `${seed}/user/${week}/${n}`;
  const prng = new Prng(key);
  const { name, zone } = drawPerson(prng);
  const day = firstDayOf(week) + prng.index(SIGN_UP_DAYS);
  const registeredAt = zone.instantOf(day, drawMinute(day, prng));
  return {
    change: {
      id: demoId(seed, `user/${week}/${n}`),
      registeredAt: new Date(registeredAt),
      name,
      timezone: zone.name,
    },
    zone,
    firstViewAt: drawFirstView(registeredAt, zone, prng),
    habits: drawHabits(prng),
    prng,
  };
}

/** Mostly within the hour, at times in one of the next evenings. */
function drawFirstView(registeredAt: number, zone: TimeZone, prng: Prng): number | null {
  if (prng.chance(NEVER_WATCHES)) return null;
  if (prng.chance(WATCHES_AT_ONCE)) {
    return registeredAt + Math.ceil(Math.min(prng.logNormal(9, 1), 360) * MINUTE_MS);
  }
  const day = zone.dayOf(registeredAt) + 1 + Math.floor(Math.min(prng.lomax(1.6, 2), 20));
  return Math.max(zone.instantOf(day, drawMinute(day, prng)), registeredAt + DAY_MS / 24);
}

function drawHabits(prng: Prng): Habits {
  const kind = KINDS[prng.index(KIND_TOTALS)]!;
  return {
    dayRate: Math.min(0.95, prng.logNormal(kind.dayRate, kind.spread)),
    lifeDays: prng.chance(NEVER_COMES_BACK) ? 0 : prng.lomax(LIFE_SHAPE, kind.life),
    carryOn: kind.carryOn,
    tellsCompletion: prng.chance(0.04) ? 0 : 0.97,
    taste: drawTaste(prng),
  };
}

function drawTaste(prng: Prng): Map<string, number> {
  const taste = new Map<string, number>();
  const count = 2 + prng.below(3);
  for (let liking = 1; taste.size < count; liking *= 0.85) taste.set(prng.pick(DEMO_GENRES), liking);
  return taste;
}
