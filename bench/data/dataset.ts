import type { ViewEvent } from '../../src/modules/analytics';
import { randomId, timeOrderedId } from './ids';
import { mix, randomStream } from './random';

const DAY_MS = 86_400_000;
export const WEEK_MS = 7 * DAY_MS;
export const WEEKS = 52;
/** Monday 2025-01-06, the first instant of the data. */
export const START = Date.UTC(2025, 0, 6);
/** Monday 2026-01-05, the first instant after it. */
export const END = START + WEEKS * WEEK_MS;

/** Resolution of the instants, in milliseconds: 52 weeks of them fit 32 bits. */
const TICK_MS = 10;
/** Shares of users who never watch anything, and who watched something before they registered. */
const NEVER_VIEW = 0.1;
const VIEW_EARLY = 0.03;
/** One account in so many is an administrator's, whose views do not count in the analysis. */
const ADMINISTRATORS = 50;
/** One release in so many has genre {@link GENRE}. */
const GENRE_EVERY = 10;
export const GENRE = 'Documentary';

export interface Size {
  readonly views: number;
  readonly users: number;
  readonly releases: number;
  readonly seed: number;
}

/**
 * Views of {@link WEEKS} weeks, oldest first, the same for the same size and seed. Users register evenly over
 * the time; they watch most in the days after and less and less later on (a view's age has a density of about
 * age^-2/3), some much more than others; titles are watched by a Zipf law. About 10 bytes a view are kept, the
 * rest is computed from the index on demand.
 */
export class Dataset {
  private readonly times: Uint32Array;
  private readonly viewers: Uint32Array;
  private readonly titles: Uint32Array;
  private readonly userIds: string[];
  private readonly releaseIds: string[];

  constructor(readonly size: Size) {
    this.userIds = Array.from({ length: size.users }, (_, user) => randomId(1, user));
    this.releaseIds = Array.from({ length: size.releases }, (_, release) => randomId(2, release));
    const { times, viewers } = drawViews(size);
    this.times = times;
    this.viewers = viewers;
    this.titles = drawTitles(size);
  }

  get views(): number {
    return this.size.views;
  }

  user(index: number) {
    return {
      id: this.userIds[index]!,
      registeredAt: new Date(registrationOf(this.size.seed, index)),
      analysed: index % ADMINISTRATORS !== 0,
    };
  }

  release(index: number) {
    const genres = ['Drama', 'Comedy', 'Thriller'].filter((_, bit) => (mix(index) >>> bit) & 1);
    return {
      id: this.releaseIds[index]!,
      title: `Title ${index + 1}`,
      genres: index % GENRE_EVERY === 3 ? [GENRE, ...genres] : genres,
    };
  }

  /** View number `index` in the order of time. */
  view(index: number): ViewEvent {
    const instant = this.instant(index);
    const draw = mix(index + this.size.seed);
    return {
      eventId: timeOrderedId(instant, index),
      userId: this.userIds[this.viewers[index]!]!,
      releaseId: this.releaseIds[this.titles[index]!]!,
      viewedAt: new Date(instant),
      watchSeconds: draw % 7_200,
      completion: draw % 5 === 0 ? null : (mix(draw) % 1_001) / 1_000,
    };
  }

  /** Milliseconds since 1970. */
  instant(index: number): number {
    return START + this.times[index]! * TICK_MS;
  }

  slice(from: number, until: number): ViewEvent[] {
    return Array.from({ length: until - from }, (_, offset) => this.view(from + offset));
  }
}

function registrationOf(seed: number, user: number): number {
  return START + Math.floor((mix(user * 2 + 1 + seed) / 2 ** 32) * WEEKS * WEEK_MS);
}

/** Draws user and time of each view and sorts them by time: time above, user below in one 64-bit number. */
function drawViews({ views, users, seed }: Size): { times: Uint32Array; viewers: Uint32Array } {
  const random = randomStream(seed);
  const watching = Math.max(1, Math.floor(users * (1 - NEVER_VIEW)));
  const keys = new BigUint64Array(views);
  const halves = new Uint32Array(keys.buffer);
  for (let index = 0; index < views; index++) {
    const user = Math.floor(watching * random() ** 1.5);
    const registered = registrationOf(seed, user);
    const age = (END - registered) * random() ** 3;
    const early = mix(user + seed) < VIEW_EARLY * 2 ** 32 ? 10 * DAY_MS : 0;
    halves[2 * index] = user;
    halves[2 * index + 1] = Math.max(0, registered + age - early - START) / TICK_MS;
  }
  keys.sort();
  return {
    times: Uint32Array.from({ length: views }, (_, index) => halves[2 * index + 1]!),
    viewers: Uint32Array.from({ length: views }, (_, index) => halves[2 * index]!),
  };
}

/** Zipf with exponent 1: the chance of rank r is about 1 / r. */
function drawTitles({ views, releases, seed }: Size): Uint32Array {
  const random = randomStream(seed + 1);
  return Uint32Array.from({ length: views }, () => Math.min(releases, (releases + 1) ** random()) - 1);
}
