import { v7 as uuidv7 } from 'uuid';
import type { ViewEvent } from '../../../analytics';
import type { DemoRelease } from './catalogue';
import type { Charts } from './charts';
import { type DemoUser, OTHER_GENRES } from './population';
import type { Prng } from './prng';
import { dayFactor, drawMinute } from './rhythm';
import { watch } from './watching';
import { MINUTE_MS } from './week';

/** Draws before somebody takes what there is. */
const MAX_CHOICES = 12;
const MAX_VIEWS_A_SESSION = 9;
const NEXT_EPISODE = 0.82;
const WATCHES_AGAIN = 0.08;
const MORE_ON_WEEKENDS = 0.06;

/**
 * What one user watches, day by day. The days have to be asked for in order, as each goes on from the one
 * before: which series is being followed, which films have been seen. Nothing depends on where one stops.
 */
export class Viewer {
  /** Local date of the first view, and the last on which there may be one, as days since 1970. */
  readonly firstDay: number;
  readonly lastDay: number;

  private readonly prng: Prng;
  private readonly seen = new Set<DemoRelease>();
  private following: { release: DemoRelease; episodesLeft: number } | null = null;
  private busyUntil = 0;

  constructor(
    private readonly user: DemoUser,
    private readonly firstViewAt: number,
    private readonly charts: Charts,
  ) {
    this.prng = user.prng;
    this.firstDay = user.zone.dayOf(firstViewAt);
    this.lastDay = this.firstDay + Math.floor(user.habits.lifeDays);
  }

  /** The views that begin with a session on a local date, in the order of time. */
  viewsOn(day: number): ViewEvent[] {
    if (day < this.firstDay || day > this.lastDay) return [];
    if (day === this.firstDay) return this.session(day, this.firstViewAt);
    if (!this.prng.chance(this.user.habits.dayRate * dayFactor(day))) return [];
    return this.session(day, this.user.zone.instantOf(day, drawMinute(day, this.prng)));
  }

  private session(day: number, start: number): ViewEvent[] {
    const carryOn = this.user.habits.carryOn + (dayFactor(day) > 1 ? MORE_ON_WEEKENDS : 0);
    const views: ViewEvent[] = [];
    let at = Math.max(start, this.busyUntil);
    do {
      const view = this.view(day, at);
      views.push(view);
      this.busyUntil = at + view.watchSeconds * 1000 + Math.ceil(this.prng.logNormal(0.7, 1) * MINUTE_MS);
      at = this.busyUntil;
    } while (views.length < MAX_VIEWS_A_SESSION && this.prng.chance(carryOn));
    return views;
  }

  private view(day: number, at: number): ViewEvent {
    const release = this.nextEpisode() ?? this.choose(day, at);
    const { watchSeconds, completion } = watch(release, this.prng);
    // Who gives up on an episode gives up on the series.
    if (completion < 0.5) this.following = null;
    return {
      eventId: timeUuid(at, this.prng),
      userId: this.user.change.id,
      releaseId: release.change.id,
      viewedAt: new Date(at),
      watchSeconds,
      completion: this.prng.chance(this.user.habits.tellsCompletion) ? completion : null,
    };
  }

  private nextEpisode(): DemoRelease | null {
    if (!this.following || !this.prng.chance(NEXT_EPISODE)) return null;
    const { release } = this.following;
    this.following.episodesLeft -= 1;
    if (this.following.episodesLeft === 0) this.following = null;
    return release;
  }

  /** Something out already, hardly ever seen before, and rather of a genre that the user likes. */
  private choose(day: number, at: number): DemoRelease {
    let release: DemoRelease;
    let draws = 0;
    do {
      release = this.charts.draw(day, this.prng);
      draws += 1;
    } while (release.releasedAt > at || (draws < MAX_CHOICES && !this.wants(release)));
    this.seen.add(release);
    if (release.episodes > 1) this.following = { release, episodesLeft: release.episodes - 1 };
    return release;
  }

  private wants(release: DemoRelease): boolean {
    if (this.seen.has(release) && !this.prng.chance(WATCHES_AGAIN)) return false;
    const { taste } = this.user.habits;
    const liking = Math.max(...release.change.genres.map((genre) => taste.get(genre) ?? OTHER_GENRES));
    return this.prng.chance(liking);
  }
}

/** A UUID of version 7 (RFC 9562, 5.7): the index stores ids that grow with time fastest. */
function timeUuid(instant: number, prng: Prng): string {
  const random = new Uint8Array(16);
  new Uint32Array(random.buffer).forEach((_, index, words) => (words[index] = prng.uint32()));
  return uuidv7({ msecs: instant, random });
}
