import {
  ENGLISH_ADJECTIVES,
  ENGLISH_NOUNS,
  JAPANESE_OWNERS,
  JAPANESE_THINGS,
  RUSSIAN_NOUNS,
  RUSSIAN_STEMS,
} from './title-words';

export type TitleLanguage = 'english' | 'russian' | 'japanese';

/** A prime that divides no number of pairs: steps of its size meet every pair once before any comes again. */
const STRIDE = 701;

const LANGUAGES = {
  english: pairs(ENGLISH_ADJECTIVES, ENGLISH_NOUNS, (adjective, noun, index) =>
    index % 3 === 0 ? `${adjective} ${noun}` : `The ${adjective} ${noun}`,
  ),
  russian: pairs(RUSSIAN_STEMS, RUSSIAN_NOUNS, (stem, [noun, ending]) => `${stem}${ending} ${noun}`),
  japanese: pairs(JAPANESE_OWNERS, JAPANESE_THINGS, (owner, thing) => `${owner} no ${thing}`),
};

/**
 * An invented title. Those of the library and those of the premieres come from different halves of the pairs,
 * so that any 400 numbers in a row have titles of their own.
 */
export function titleOf(language: TitleLanguage, number: number, premiere: boolean): string {
  const { count, make } = LANGUAGES[language];
  const half = Math.floor(count / 2);
  const place = (((number % half) + half) % half) + (premiere ? half : 0);
  return make((place * STRIDE) % count);
}

function pairs<First, Second>(
  firsts: readonly First[],
  seconds: readonly Second[],
  make: (first: First, second: Second, index: number) => string,
): { count: number; make: (index: number) => string } {
  return {
    count: firsts.length * seconds.length,
    make: (index) => make(firsts[index % firsts.length]!, seconds[Math.floor(index / firsts.length)]!, index),
  };
}
