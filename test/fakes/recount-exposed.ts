import { addDays, localDate } from '../../src/common/kernel/calendar-date';
import {
  COVARIATE_DAYS,
  type ExposedArmDay,
  type ExposedArmSums,
  type ExposedUserMetric,
  type ExposedUserOptions,
  type ExposedUserSums,
} from '../../src/modules/analytics/domain/experiments/exposed-user-metrics';
import type { ViewEvent } from '../../src/modules/analytics/domain/view-event';
import { winsorisingLimit } from '../../src/modules/experiments/domain/statistics/winsorising';

const DAY_MS = 86_400_000;

export interface KnownExposure {
  readonly testId: string;
  readonly userId: string;
  readonly variantId: string;
  readonly assignedAt: Date;
  readonly multiple: boolean;
}

export interface KnownTestEvent {
  readonly eventId: string;
  readonly testId: string;
  readonly userId: string;
  readonly metricName: string;
  readonly value: number;
  readonly occurredAt: Date;
}

/** All of one test, and all views of anybody. */
export interface TestFacts {
  readonly until: Date;
  readonly exposures: readonly KnownExposure[];
  readonly events: readonly KnownTestEvent[];
  readonly views: readonly ViewEvent[];
}

interface Person {
  readonly variantId: string;
  readonly x: number;
  readonly y: number;
}

/** Counted user by user, as the metrics are defined. */
export function recountExposedUsers(
  facts: TestFacts,
  metric: ExposedUserMetric,
  { covariate, winsorize }: ExposedUserOptions,
): ExposedUserSums {
  const people = countedOf(facts, metric).map((exposure): Person => {
    const at = exposure.assignedAt.getTime();
    const before = [at - COVARIATE_DAYS * DAY_MS, at - 1] as const;
    const [x, weight] = valueOf(facts, metric, exposure.userId, windowOf(facts, metric, at));
    const [y] = covariate ? valueOf(facts, metric, exposure.userId, before) : [weight];
    return { variantId: exposure.variantId, x, y };
  });
  if (winsorize === null)
    return { arms: sumUp(people, covariate || metric.of === 'completion'), limit: null };
  const limitOf = (values: number[]) =>
    winsorisingLimit(
      values.map((value) => ({ value, users: 1 })),
      winsorize,
    );
  const [limit, covariateLimit] = [limitOf(people.map(({ x }) => x)), limitOf(people.map(({ y }) => y))];
  const cut = people.map(({ variantId, x, y }) => ({
    variantId,
    x: Math.min(x, limit!),
    y: Math.min(y, covariateLimit!),
  }));
  return { arms: sumUp(cut, covariate), limit };
}

/** The differences of the sums at the ends of neighbouring days. */
export function recountExposedDays(facts: TestFacts, metric: ExposedUserMetric): ExposedArmDay[] {
  const options = { covariate: false, winsorize: null };
  const sumsAt = (until: Date) =>
    new Map(
      recountExposedUsers({ ...facts, until }, metric, options).arms.map((arm) => [arm.variantId, arm]),
    );
  const instants = facts.exposures.map(({ assignedAt }) => assignedAt.getTime());
  const last = localDate(facts.until, 'UTC');
  const days: ExposedArmDay[] = [];
  if (instants.length === 0) return days;
  let before = new Map<string, ExposedArmSums>();
  for (let day = localDate(new Date(Math.min(...instants)), 'UTC'); day <= last; day = addDays(day, 1)) {
    const end = Date.parse(`${addDays(day, 1)}T00:00:00Z`) - 1;
    const now = sumsAt(new Date(Math.min(end, facts.until.getTime())));
    for (const [variantId, arm] of now) {
      const added = minus(arm, before.get(variantId));
      if (added.users !== 0 || added.sumOfSquares !== 0 || added.companion?.sum) days.push({ day, ...added });
    }
    before = now;
  }
  return days;
}

function countedOf({ until, exposures }: TestFacts, { of }: ExposedUserMetric): KnownExposure[] {
  const latest = until.getTime() - (of === 'retention_week_1' ? 14 * DAY_MS : 0);
  return exposures.filter(({ assignedAt, multiple }) => !multiple && assignedAt.getTime() <= latest);
}

/** Both ends included. */
function windowOf({ until }: TestFacts, { of }: ExposedUserMetric, exposedAt: number) {
  return of === 'retention_week_1'
    ? ([exposedAt + 7 * DAY_MS, exposedAt + 14 * DAY_MS - 1] as const)
    : ([exposedAt, until.getTime()] as const);
}

/** Of a user in a window: the value, and the denominator of a ratio. */
function valueOf(
  facts: TestFacts,
  metric: ExposedUserMetric,
  userId: string,
  [from, to]: readonly [number, number],
): [number, number] {
  const isWithin = (at: Date) => from <= at.getTime() && at.getTime() <= to;
  const views = facts.views.filter((view) => view.userId === userId && isWithin(view.viewedAt));
  const events = facts.events.filter(
    (event) =>
      event.userId === userId &&
      'name' in metric &&
      event.metricName === metric.name &&
      isWithin(event.occurredAt),
  );
  const completions = views.flatMap(({ completion }) => completion ?? []);
  switch (metric.of) {
    case 'event_users':
      return [Math.min(1, events.length), 0];
    case 'event_values':
      return [total(events.map(({ value }) => value)), 0];
    case 'views':
      return [views.length, 0];
    case 'watch_minutes':
      return [total(views.map(({ watchSeconds }) => watchSeconds)) / 60, 0];
    case 'completion':
      return [total(completions), completions.length];
    case 'retention_week_1':
      return [Math.min(1, views.length), 0];
  }
}

function sumUp(people: readonly Person[], hasCompanion: boolean): ExposedArmSums[] {
  return [...new Set(people.map(({ variantId }) => variantId))].map((variantId) => {
    const arm = people.filter((person) => person.variantId === variantId);
    return {
      variantId,
      users: arm.length,
      sum: total(arm.map(({ x }) => x)),
      sumOfSquares: total(arm.map(({ x }) => x * x)),
      companion: hasCompanion
        ? {
            sum: total(arm.map(({ y }) => y)),
            sumOfSquares: total(arm.map(({ y }) => y * y)),
            sumOfProducts: total(arm.map(({ x, y }) => x * y)),
          }
        : null,
    };
  });
}

function minus(after: ExposedArmSums, before: ExposedArmSums | undefined): ExposedArmSums {
  if (!before) return after;
  return {
    variantId: after.variantId,
    users: after.users - before.users,
    sum: after.sum - before.sum,
    sumOfSquares: after.sumOfSquares - before.sumOfSquares,
    companion: after.companion && {
      sum: after.companion.sum - before.companion!.sum,
      sumOfSquares: after.companion.sumOfSquares - before.companion!.sumOfSquares,
      sumOfProducts: after.companion.sumOfProducts - before.companion!.sumOfProducts,
    },
  };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
