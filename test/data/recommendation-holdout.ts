import {
  findItemNeighbours,
  type ItemNeighbours,
  type NeighbourRules,
} from '../../src/modules/analytics/domain/recommendations/item-neighbours';
import { recommend, SPEAKING_RELEASES } from '../../src/modules/analytics/domain/recommendations/recommend';
import type { ReleaseNeighbours } from '../../src/modules/analytics/domain/recommendations/recommendation.repository';
import { MAX_VIEWER_ITEMS } from '../../src/modules/analytics/domain/recommendations/viewer-items';
import { readData } from './data-folder';

/** What one viewer watched after all that is known of them, and the ten guesses at it, the best first. */
export interface Guess {
  readonly target: string;
  readonly ours: readonly string[];
  readonly popular: readonly string[];
}

/** Films by user, in the order of their ratings; those of one second by their number. */
export function readHistories(): string[][] {
  const histories = new Map<string, { film: string; second: number }[]>();
  for (const line of readData('movielens-small', 'ratings.csv').trim().split('\n').slice(1)) {
    const [user, film, , second] = line.split(',') as [string, string, string, string];
    const own = histories.get(user) ?? [];
    histories.set(user, own);
    own.push({ film, second: Number(second) });
  }
  return [...histories.values()].map((own) =>
    own.sort((a, b) => a.second - b.second || Number(a.film) - Number(b.film)).map(({ film }) => film),
  );
}

/** Guesses everybody's last view but `later`, from what came before it: the views after it are unknown to all. */
export function guessLast(
  histories: readonly (readonly string[])[],
  later: number,
  rules?: NeighbourRules,
): Guess[] {
  const known = histories.map((own) => own.slice(0, own.length - 1 - later));
  const neighbours = neighboursIn(known, rules);
  const popular = popularIn(known);
  return histories.map((own, viewer) => {
    const seen = known[viewer]!.toReversed();
    const speaking = seen.slice(0, SPEAKING_RELEASES).map((film) => neighbours.get(film)!);
    return {
      target: own.at(-1 - later)!,
      ours: recommend({ seen, neighbours: speaking, popularInGenres: [], popular }),
      popular: recommend({ seen, neighbours: [], popularInGenres: [], popular }),
    };
  });
}

/** Share of viewers whose next film was among the ten, 0…1. */
export function hitRate(guesses: readonly Guess[], by: 'ours' | 'popular'): number {
  return mean(guesses.map((guess) => (guess[by].includes(guess.target) ? 1 : 0)));
}

/** 0…1: a hit at place p, from 1, counts 1 ÷ log2(p + 1). There is one right answer, so the ideal is 1. */
export function ndcg(guesses: readonly Guess[], by: 'ours' | 'popular'): number {
  return mean(
    guesses.map((guess) => {
      const place = guess[by].indexOf(guess.target);
      return place < 0 ? 0 : 1 / Math.log2(place + 2);
    }),
  );
}

function neighboursIn(
  known: readonly (readonly string[])[],
  rules: NeighbourRules | undefined,
): Map<string, ReleaseNeighbours> {
  const lists = known.map((own) => own.slice(-MAX_VIEWER_ITEMS));
  const films = [...new Set(lists.flat())].sort();
  const numbers = new Map(films.map((film, number) => [film, number]));
  const offsets = [0];
  for (const list of lists) offsets.push(offsets.at(-1)! + list.length);
  const found = findItemNeighbours(
    {
      itemCount: films.length,
      items: Int32Array.from(lists.flat(), (film) => numbers.get(film)!),
      offsets: Int32Array.from(offsets),
    },
    rules,
  );
  return new Map(films.map((releaseId, film) => [releaseId, rowOf(film, films, found)]));
}

function rowOf(film: number, films: readonly string[], found: ItemNeighbours): ReleaseNeighbours {
  const [from, to] = [found.offsets[film]!, found.offsets[film + 1]!];
  const neighbours = Array.from(found.items.subarray(from, to), (other, index) => ({
    releaseId: films[other]!,
    similarity: found.similarities[from + index]!,
  }));
  return { releaseId: films[film]!, neighbours };
}

function popularIn(known: readonly (readonly string[])[]): string[] {
  const viewers = new Map<string, number>();
  for (const film of known.flat()) viewers.set(film, (viewers.get(film) ?? 0) + 1);
  return [...viewers]
    .sort(([a, own], [b, other]) => other - own || Number(a) - Number(b))
    .map(([film]) => film);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
