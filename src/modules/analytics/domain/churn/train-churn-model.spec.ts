import { brierScore, reliabilityTable } from './calibration';
import { fitBgNbd } from './bg-nbd';
import { HELD_OUT_DAYS, trainChurnModel } from './train-churn-model';
import type { VisitSample } from './visit-sample';

const TODAY = 20_000;
const fit = (histories: Parameters<typeof fitBgNbd>[0]) => Promise.resolve(fitBgNbd(histories));

/** Half come every third day until today, the other half did so until `leftAt`. */
function people(count: number, leftAt: number): VisitSample[] {
  return Array.from({ length: count }, (_, n) => {
    const firstDay = TODAY - 120 - (n % 30);
    const last = n % 2 === 0 ? TODAY - (n % 3) : leftAt - (n % 5);
    const days = Math.floor((last - firstDay) / 3) + 1;
    const cutoff = TODAY - HELD_OUT_DAYS;
    const earlierDays = Math.min(days, Math.floor((cutoff - 1 - firstDay) / 3) + 1);
    return {
      firstDay,
      days,
      lastDay: firstDay + 3 * (days - 1),
      earlierDays,
      earlierLastDay: firstDay + 3 * (earlierDays - 1),
    };
  });
}

describe('trainChurnModel', () => {
  it('is proved on the days that it did not see', async () => {
    const model = await trainChurnModel(people(400, TODAY - 60), TODAY, fit);
    expect(model.people).toBe(400);
    expect(model.fit).not.toBeNull();
    const { calibration } = model;
    expect(calibration).toMatchObject({ people: 400, left: 0.5 });
    // Who has come every third day and then not for a month is plainly gone.
    expect(calibration!.brier).toBeLessThan(0.02);
    expect(calibration!.brier).toBeLessThan(calibration!.ruleBrier);
    expect(calibration!.reliability.reduce((sum, bin) => sum + bin.people, 0)).toBe(400);
  });

  it('needs a hundred people', async () => {
    expect(await trainChurnModel(people(99, TODAY - 60), TODAY, fit)).toEqual({
      fit: null,
      people: 99,
      calibration: null,
    });
  });
});

describe('calibration', () => {
  const foretold = [
    { probability: 0, happened: false },
    { probability: 0.25, happened: true },
    { probability: 1, happened: true },
    { probability: 0.29, happened: false },
  ];

  it('has the mean squared error', () => {
    expect(brierScore(foretold)).toBeCloseTo((0.75 ** 2 + 0.29 ** 2) / 4, 12);
    expect(brierScore([])).toBeNull();
  });

  it('compares what was foretold with what happened', () => {
    const table = reliabilityTable(foretold);
    expect(table).toHaveLength(10);
    expect(table[2]).toEqual({ from: 0.2, to: 0.3, people: 2, foretold: 0.27, happened: 0.5 });
    expect(table[9]).toMatchObject({ people: 1, foretold: 1, happened: 1 });
    expect(table[5]).toEqual({ from: 0.5, to: 0.6, people: 0, foretold: null, happened: null });
  });
});
