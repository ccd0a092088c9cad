import {
  type BgNbdFit,
  type CountedSummary,
  probabilityAlive,
  summariseVisits,
  type VisitSummary,
} from './bg-nbd';
import { brierScore, type Foretold, reliabilityTable } from './calibration';
import type { ChurnCalibration, ChurnModel } from './churn-model';
import { churnByIdleDays } from './churn-risk';
import type { VisitSample } from './visit-sample';

/** Fewer people say too little. */
const FEWEST_PEOPLE = 100;
/** Days that the calibration holds out. */
export const HELD_OUT_DAYS = 30;

type Fit = (histories: CountedSummary[]) => Promise<BgNbdFit | null>;

/**
 * Fits the model on all days up to `today` (days from 1970-01-01), and once more without the last {@link HELD_OUT_DAYS}
 * to see what it would have foretold of them.
 */
export async function trainChurnModel(
  sample: readonly VisitSample[],
  today: number,
  fit: Fit,
): Promise<Omit<ChurnModel, 'trainedAt'>> {
  return {
    fit: await fitPeople(
      sample.map((own) => summariseVisits(own.days, own.firstDay, own.lastDay, today)),
      fit,
    ),
    people: sample.length,
    calibration: await calibrate(sample, today - HELD_OUT_DAYS, fit),
  };
}

async function calibrate(
  sample: readonly VisitSample[],
  cutoff: number,
  fit: Fit,
): Promise<ChurnCalibration | null> {
  const people = sample.flatMap(({ firstDay, days, earlierDays, earlierLastDay }) =>
    earlierLastDay === null
      ? []
      : [
          {
            visits: summariseVisits(earlierDays, firstDay, earlierLastDay, cutoff - 1),
            left: days === earlierDays,
            byRule: churnByIdleDays(cutoff - 1 - earlierLastDay),
          },
        ],
  );
  const model = await fitPeople(
    people.map(({ visits }) => visits),
    fit,
  );
  if (model === null) return null;
  const foretold = people.map(({ visits, byRule, left }): Foretold => ({
    probability: visits.repeats === 0 ? byRule : 1 - probabilityAlive(model, visits),
    happened: left,
  }));
  const byRule = people.map(({ byRule: probability, left }): Foretold => ({ probability, happened: left }));
  return {
    people: people.length,
    left: people.filter(({ left }) => left).length / people.length,
    brier: brierScore(foretold)!,
    ruleBrier: brierScore(byRule)!,
    reliability: reliabilityTable(foretold),
  };
}

function fitPeople(visits: readonly VisitSummary[], fit: Fit): Promise<BgNbdFit | null> {
  return visits.length < FEWEST_PEOPLE ? Promise.resolve(null) : fit(countAlike(visits));
}

/** The likelihood needs each history once, with how many people share it. */
function countAlike(visits: readonly VisitSummary[]): CountedSummary[] {
  const counted = new Map<string, { visits: VisitSummary; people: number }>();
  for (const own of visits) {
    const key = `${own.repeats} ${own.recency} ${own.age}`;
    const alike = counted.get(key);
    if (alike) alike.people++;
    else counted.set(key, { visits: own, people: 1 });
  }
  return [...counted.values()].map(({ visits: own, people }) => ({ ...own, people }));
}
