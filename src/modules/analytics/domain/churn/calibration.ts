/** What was foretold of somebody, 0…1, and whether it came true. */
export interface Foretold {
  readonly probability: number;
  readonly happened: boolean;
}

export interface ReliabilityBin {
  /** Bounds of the foretold probability, the lower one included; the last bin holds 1 too. */
  readonly from: number;
  readonly to: number;
  readonly people: number;
  /** Means, 0…1; null in an empty bin. */
  readonly foretold: number | null;
  readonly happened: number | null;
}

const BINS = 10;

/**
 * Mean squared difference between what was foretold and what came, 0…1, the less the better (Brier, Monthly Weather
 * Review 78 (1950) 1–3). Null for nobody.
 */
export function brierScore(people: readonly Foretold[]): number | null {
  if (people.length === 0) return null;
  const sum = people.reduce(
    (total, { probability, happened }) => total + (probability - Number(happened)) ** 2,
    0,
  );
  return sum / people.length;
}

/** Ten bins of equal width: in a calibrated one the two means agree. */
export function reliabilityTable(people: readonly Foretold[]): ReliabilityBin[] {
  return Array.from({ length: BINS }, (_, index) => {
    const own = people.filter(
      ({ probability }) => Math.min(BINS - 1, Math.floor(probability * BINS)) === index,
    );
    const mean = (value: (person: Foretold) => number) =>
      own.length === 0 ? null : own.reduce((sum, person) => sum + value(person), 0) / own.length;
    return {
      from: index / BINS,
      to: (index + 1) / BINS,
      people: own.length,
      foretold: mean(({ probability }) => probability),
      happened: mean(({ happened }) => Number(happened)),
    };
  });
}
