import { setImmediate } from 'node:timers/promises';
import type { Payment, ViewEvent } from '../../../analytics';
import type { ReleaseChange } from '../../../catalogue';
import type { UserChange } from '../../../identity';
import type { DatasetSource, SourceBatch } from '../../domain/dataset-source';
import { type DemoRelease, library, LICENCE_WEEKS, premieresOf } from './catalogue';
import { Charts } from './charts';
import { cohortSize, type DemoUser, demoUser, USERS_IN_LAUNCH_WEEK } from './population';
import { paymentsOf } from './subscription';
import { Viewer } from './viewer';
import { DAY_MS, dayOf, firstDayOf, weekOf } from './week';

/** Whole weeks before the running one that a new demo shows. */
const DEMO_WEEKS = 26;

/** The world that everybody is shown. */
export const DEMO_SEED = 1;

const BATCH_SIZE = 1_000;

/** Clocks run up to 14 hours ahead of UTC: somebody's date may be tomorrow's already, and their week the next. */
const DAYS_AHEAD = 1;

export interface DemoOptions {
  /** The end: nothing later is shown. */
  readonly now: Date;
  /** The week with the first sign-ups ({@link weekOf}); by default 26 before that of `now`. */
  readonly launchWeek?: number;
  /** Sign-ups of that first week; by default 165, which make some 5,000 in half a year. */
  readonly usersInLaunchWeek?: number;
  /** Another number, another world. */
  readonly seed?: number;
}

/**
 * An invented streaming service. Its people and titles are functions of the week they come in and of their
 * number in it, and what somebody watches follows from who they are: so the end only cuts, and what a later
 * one shows of the same service is what an earlier one did, and more.
 */
export class DemoSource implements DatasetSource {
  private readonly now: number;
  private readonly launchWeek: number;
  private readonly usersInLaunchWeek: number;
  private readonly seed: number;

  constructor({ now, launchWeek, usersInLaunchWeek = USERS_IN_LAUNCH_WEEK, seed = DEMO_SEED }: DemoOptions) {
    this.now = now.getTime();
    this.launchWeek = launchWeek ?? weekOf(this.now) - DEMO_WEEKS;
    this.usersInLaunchWeek = usersInLaunchWeek;
    this.seed = seed;
  }

  /** By week of registration. */
  users(): AsyncIterable<SourceBatch<UserChange>> {
    return inBatches('users', this.userChanges());
  }

  /** The premieres from the oldest on, so that an interrupted load has its first week in the catalogue. */
  releases(): AsyncIterable<SourceBatch<ReleaseChange>> {
    return inBatches('releases', this.releaseChanges());
  }

  /** By day; those of one day, which begins with the clocks of each time zone, by time. */
  views(): AsyncIterable<SourceBatch<ViewEvent>> {
    return inBatches('views', this.viewEvents());
  }

  /** By week of registration, and by person in it. */
  payments(): AsyncIterable<SourceBatch<Payment>> {
    return inBatches('payments', this.userPayments());
  }

  private *userChanges(): Iterable<Portion<UserChange>> {
    for (const { cohort, progress } of this.cohorts()) {
      yield { values: cohort.map(({ change }) => change), progress };
    }
  }

  private *userPayments(): Iterable<Portion<Payment>> {
    for (const { cohort, progress } of this.cohorts()) {
      yield { values: cohort.flatMap((user) => paymentsOf(this.seed, user, this.now)), progress };
    }
  }

  private *releaseChanges(): Iterable<Portion<ReleaseChange>> {
    const out: DemoRelease[] = [];
    for (let week = this.launchWeek - LICENCE_WEEKS; week <= weekOf(this.now); week++) {
      out.push(...premieresOf(this.seed, week));
    }
    const values = [...out, ...library(this.seed)]
      .filter(({ releasedAt }) => releasedAt <= this.now)
      .map(({ change }) => change);
    yield { values, progress: 1 };
  }

  private *viewEvents(): Iterable<Portion<ViewEvent>> {
    const charts = new Charts(this.seed);
    const first = firstDayOf(this.launchWeek);
    const last = dayOf(this.now) + DAYS_AHEAD;
    let viewers: Viewer[] = [];
    for (let day = first; day <= last; day++) {
      const week = weekOf(day * DAY_MS);
      if (day === firstDayOf(week)) viewers.push(...this.viewersOf(week, charts));
      viewers = viewers.filter((viewer) => viewer.lastDay >= day);
      const values = viewers
        .flatMap((viewer) => viewer.viewsOn(day))
        .filter((view) => view.viewedAt.getTime() + view.watchSeconds * 1000 <= this.now)
        .sort((a, b) => a.viewedAt.getTime() - b.viewedAt.getTime());
      // The audience grows with the days, so that the later ones take longer.
      yield { values, progress: ((day - first + 1) / (last - first + 1)) ** 1.5 };
    }
  }

  private viewersOf(week: number, charts: Charts): Viewer[] {
    return this.cohort(week).flatMap((user) =>
      user.firstViewAt === null ? [] : new Viewer(user, user.firstViewAt, charts),
    );
  }

  private *cohorts(): Iterable<{ cohort: DemoUser[]; progress: number }> {
    const lastWeek = weekOf(this.now + DAYS_AHEAD * DAY_MS);
    for (let week = this.launchWeek; week <= lastWeek; week++) {
      const progress = (week - this.launchWeek + 1) / (lastWeek - this.launchWeek + 1);
      yield { cohort: this.cohort(week), progress };
    }
  }

  /** Those of a week who have signed up by now; of the launch week's, nobody before its Monday in UTC. */
  private cohort(week: number): DemoUser[] {
    const launch = firstDayOf(this.launchWeek) * DAY_MS;
    const size = cohortSize(this.seed, week, this.launchWeek, this.usersInLaunchWeek);
    return Array.from({ length: size }, (_, n) => demoUser(this.seed, week, n)).filter(({ change }) => {
      const registeredAt = change.registeredAt.getTime();
      return registeredAt >= launch && registeredAt <= this.now;
    });
  }
}

interface Portion<Value> {
  readonly values: readonly Value[];
  readonly progress: number;
}

/** Batches of at most {@link BATCH_SIZE}; between them others get the processor. */
async function* inBatches<Value>(
  file: string,
  portions: Iterable<Portion<Value>>,
): AsyncIterable<SourceBatch<Value>> {
  let line = 0;
  const waiting: Value[] = [];
  const take = (count: number, progress: number): SourceBatch<Value> => ({
    records: waiting.splice(0, count).map((value) => ({ place: { file, line: ++line }, value })),
    progress,
  });
  for (const { values, progress } of portions) {
    waiting.push(...values);
    while (waiting.length >= BATCH_SIZE) {
      yield take(BATCH_SIZE, progress);
      await setImmediate();
    }
  }
  if (waiting.length > 0) yield take(BATCH_SIZE, 1);
}
