import type { Prng } from './prng';
import { runningTotals } from './prng';
import { TimeZone } from './time-zone';

const RUSSIAN =
  'Анна Борис Вера Глеб Дарья Егор Жанна Иван Кира Лев Мария Никита Ольга Павел Рита Тимур'.split(' ');
const ENGLISH = 'Alice Ben Chloe Daniel Emma Frank Grace Henry Isla Jack Kate Liam Mia Noah Ruby Tom'.split(
  ' ',
);
const GERMAN =
  'Anke Bernd Clara Dirk Elke Felix Greta Hannes Ida Jonas Karla Lukas Maren Nils Petra Uwe'.split(' ');
const INDIAN =
  'Aarav Bina Chetan Divya Esha Farhan Gita Harish Isha Jatin Kavya Lalit Meera Nikhil Priya Ravi'.split(' ');
const JAPANESE = 'Aiko Botan Chie Daichi Emi Fumio Hana Isamu Jun Kaori Makoto Nao Ryo Sora Tomo Yuki'.split(
  ' ',
);
const BRAZILIAN =
  'Ana Bruno Carla Davi Elisa Fabio Gabi Hugo Ines Joana Lucas Marina Nina Otavio Rafa Tiago'.split(' ');

interface Place {
  readonly zone: TimeZone;
  readonly names: readonly string[];
  /** Share of the audience that lives there. */
  readonly share: number;
}

const PLACES: readonly Place[] = [
  { zone: new TimeZone('Europe/Moscow'), names: RUSSIAN, share: 0.3 },
  { zone: new TimeZone('Asia/Yekaterinburg'), names: RUSSIAN, share: 0.09 },
  { zone: new TimeZone('Europe/Berlin'), names: GERMAN, share: 0.15 },
  { zone: new TimeZone('America/New_York'), names: ENGLISH, share: 0.15 },
  { zone: new TimeZone('Europe/London'), names: ENGLISH, share: 0.09 },
  { zone: new TimeZone('Asia/Kolkata'), names: INDIAN, share: 0.11 },
  { zone: new TimeZone('Asia/Tokyo'), names: JAPANESE, share: 0.05 },
  { zone: new TimeZone('America/Sao_Paulo'), names: BRAZILIAN, share: 0.04 },
  { zone: new TimeZone('UTC'), names: ENGLISH, share: 0.02 },
];
const PLACE_TOTALS = runningTotals(PLACES.map((place) => place.share));

const INITIALS = 'ABDEGKLMNOPRSTVZ';
const RUSSIAN_INITIALS = 'АБВГДЕЗКЛМНОПРСТ';

/** Somebody who does not exist, `Anna K.`, with the clocks they live by. */
export function drawPerson(prng: Prng): { name: string; zone: TimeZone } {
  const { zone, names } = PLACES[prng.index(PLACE_TOTALS)]!;
  const initials = names === RUSSIAN ? RUSSIAN_INITIALS : INITIALS;
  return { name: `${prng.pick(names)} ${prng.pick([...initials])}.`, zone };
}
