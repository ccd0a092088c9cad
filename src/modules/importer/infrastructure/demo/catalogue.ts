import { v5 as uuidv5 } from 'uuid';
import type { ReleaseChange } from '../../../catalogue';
import { Prng, runningTotals } from './prng';
import { type TitleLanguage, titleOf } from './titles';
import { DAY_MS, firstDayOf } from './week';

/** A random namespace (RFC 9562, version 5): names of the demo world become ids in it. */
const NAMESPACE = '5f2b6c0e-6f0e-4c43-9d0a-9a4f5d6f7b61';

/** Titles that have always been there, and those that come new each week and stay for a year. */
const LIBRARY_SIZE = 144;
const PREMIERES_A_WEEK = 2;
export const LICENCE_WEEKS = 52;

type Form = 'film' | 'series' | 'anime';

export interface DemoRelease {
  readonly change: ReleaseChange;
  /** Milliseconds since 1970. */
  readonly releasedAt: number;
  /** Film 1; of a series the number of episodes, each as long as `durationMinutes`. */
  readonly episodes: number;
  readonly durationMinutes: number;
  /** Share of viewers who do not give up on it, 0.75…0.97. */
  readonly appeal: number;
  /** How often it is chosen, against the others: a library title on any day, a premiere on its first. */
  readonly weight: number;
  readonly premiere: boolean;
}

const FORMS: readonly Form[] = ['film', 'series', 'anime'];
const FORM_TOTALS = runningTotals([0.5, 0.3, 0.2]);

/** Who chooses a series chooses many episodes: without this, films would go under in the views. */
const FORM_DEMAND: Record<Form, number> = { film: 1, series: 0.5, anime: 0.3 };

const GENRES = (
  'Drama,Comedy,Thriller,Crime,Science Fiction,Fantasy,Adventure,Romance,Mystery,Action,History,Horror,Family,' +
  'Documentary'
).split(',');
const GENRE_TOTALS = runningTotals([16, 14, 10, 9, 8, 8, 8, 8, 7, 7, 4, 5, 5, 5]);

/** Every genre a release of the demo can have. */
export const DEMO_GENRES: readonly string[] = [...GENRES, 'Animation'];

/** The id that a thing of the demo world has for ever. */
export function demoId(seed: number, name: string): string {
  return uuidv5(`${seed}/${name}`, NAMESPACE);
}

/** The titles that the service began with, released between 1996 and 2018; the same on any day. */
export function library(seed: number): DemoRelease[] {
  return Array.from({ length: LIBRARY_SIZE }, (_, number) => {
    const prng = new Prng(`${seed}/library/${number}`);
    const year = 1996 + Math.floor(23 * Math.sqrt(prng.unit()));
    const releasedAt = Date.UTC(year, prng.below(12), 1 + prng.below(28));
    // Zipf-like by rank; 55 has no divisor in common with 144, so that each rank is given once.
    const rank = (number * 55 + 17) % LIBRARY_SIZE;
    const weight = (rank + 3) ** -0.85;
    return makeRelease(seed, prng, { number, releasedAt, weight, premiere: false });
  });
}

/** The releases that come out in a week, Thursday and Friday, whatever the day they are looked at. */
export function premieresOf(seed: number, week: number): DemoRelease[] {
  return Array.from({ length: PREMIERES_A_WEEK }, (_, slot) => {
    const number = week * PREMIERES_A_WEEK + slot;
    const prng = new Prng(`${seed}/premiere/${number}`);
    const releasedAt = (firstDayOf(week) + 3 + slot) * DAY_MS + prng.pick([6, 9, 12, 16]) * 3_600_000;
    return makeRelease(seed, prng, {
      number,
      releasedAt,
      weight: prng.logNormal(0.26, 0.7),
      premiere: true,
    });
  });
}

/** Id of the first premiere of a week: whether the catalogue has it tells whether the week was loaded. */
export function markerOf(seed: number, week: number): string {
  return demoId(seed, `premiere/${week * PREMIERES_A_WEEK}`);
}

function makeRelease(
  seed: number,
  prng: Prng,
  given: { number: number; releasedAt: number; weight: number; premiere: boolean },
): DemoRelease {
  const { number, releasedAt, weight, premiere } = given;
  const form = FORMS[prng.index(FORM_TOTALS)]!;
  const language: TitleLanguage = form === 'anime' ? 'japanese' : prng.chance(0.68) ? 'english' : 'russian';
  const genres = genresOf(form, prng);
  const durationMinutes = durationOf(form, genres, prng);
  return {
    change: {
      id: demoId(seed, `${premiere ? 'premiere' : 'library'}/${number}`),
      title: titleOf(language, number, premiere),
      genres,
      releasedAt: new Date(releasedAt),
      durationMinutes,
    },
    releasedAt,
    episodes: form === 'film' ? 1 : form === 'series' ? 6 + prng.below(15) : prng.pick([12, 13, 24]),
    durationMinutes,
    appeal: prng.between(0.75, 0.97),
    weight: weight * FORM_DEMAND[form],
    premiere,
  };
}

/** One to three, the most telling first. */
function genresOf(form: Form, prng: Prng): string[] {
  const wanted = 1 + prng.index([0.3, 0.75, 1]);
  const genres = form === 'anime' ? ['Animation'] : [];
  while (genres.length < wanted) {
    const genre = GENRES[prng.index(GENRE_TOTALS)]!;
    if (!genres.some((other) => other === genre || clash(other, genre))) genres.push(genre);
  }
  return genres;
}

/** Genres that no title has both of. */
function clash(first: string, second: string): boolean {
  const pair = [first, second];
  if (pair.includes('Documentary'))
    return !pair.some((genre) => ['History', 'Family', 'Crime'].includes(genre));
  return pair.includes('Family') && pair.some((genre) => ['Horror', 'Thriller', 'Crime'].includes(genre));
}

/** Minutes, of an episode for what has several. */
function durationOf(form: Form, genres: readonly string[], prng: Prng): number {
  if (form === 'anime') return 24;
  if (form === 'series') return genres[0] === 'Comedy' ? 22 + prng.below(10) : 42 + prng.below(18);
  return genres[0] === 'Documentary' ? 52 + prng.below(45) : 82 + prng.below(66);
}
