import { toDayNumber } from '../../src/common/kernel/calendar-date';
import {
  bgNbdLogLikelihood,
  type CountedSummary,
  expectedFurtherVisits,
  expectedVisits,
  fitBgNbd,
  probabilityAlive,
} from '../../src/modules/analytics/domain/churn/bg-nbd';
import { expectedPayment, fitGammaGamma } from '../../src/modules/analytics/domain/churn/gamma-gamma';
import { readData, readJson } from './data-folder';

interface Expected {
  bgnbd_cdnow_summary: Record<'r' | 'alpha' | 'a' | 'b' | 'loglik' | 'n', number>;
  bgnbd_expected_repeat_purchases_EXt: Record<string, number>;
  'bgnbd_cond_39wk_customer(x=2,t_x=30.43,T=38.86)': number;
  bgnbd_palive_examples: Record<string, number>;
  cdnow_sample_holdout_39wk: Record<'actual_repeat_transactions' | 'bgnbd_predicted_total', number>;
  gamma_gamma_cdnow: Record<'n_with_repeat' | 'p' | 'q' | 'v' | 'loglik' | 'population_mean', number>;
}

const expected = readJson<Expected>('cdnow', 'expected_clv.json');
const END = toDayNumber('1997-09-30');
const HOLDOUT_WEEKS = 39;

/** Purchases of a customer by day; those of one day are one. */
const customers = new Map<string, Map<number, number>>();
for (const line of readData('cdnow', 'CDNOW_sample.txt').trim().split('\n')) {
  const [, id, date, , spent] = line.trim().split(/\s+/);
  const day = toDayNumber(`${date!.slice(0, 4)}-${date!.slice(4, 6)}-${date!.slice(6)}`);
  const own = customers.get(id!) ?? new Map<number, number>();
  customers.set(id!, own.set(day, (own.get(day) ?? 0) + Number(spent)));
}

/** In weeks with two decimals, as the published summary has them, up to the end of September 1997. */
const weeks = (days: number) => Math.round((days / 7) * 100) / 100;
const histories = [...customers.values()].map(
  (purchases): CountedSummary & { mean: number; later: number } => {
    const days = [...purchases.keys()].sort((a, b) => a - b);
    const known = days.filter((day) => day <= END);
    const repeats = known.slice(1);
    return {
      repeats: repeats.length,
      recency: weeks(known.at(-1)! - known[0]!),
      age: weeks(END - known[0]!),
      people: 1,
      mean: repeats.reduce((sum, day) => sum + purchases.get(day)!, 0) / repeats.length,
      later: days.length - known.length,
    };
  },
);

describe('customers of CDNOW', () => {
  const fit = fitBgNbd(histories)!;
  const { r, alpha, a, b, loglik, n } = expected.bgnbd_cdnow_summary;

  it('have the published BG/NBD model', () => {
    expect(histories).toHaveLength(n);
    expect(fit.logLikelihood).toBeGreaterThan(loglik - 1e-3);
    expect(bgNbdLogLikelihood({ r, alpha, a, b }, histories)).toBeCloseTo(loglik, 2);
    expect([fit.r, fit.alpha, fit.a, fit.b].map((value) => value.toFixed(3))).toEqual([
      '0.243',
      '4.414',
      '0.793',
      '2.426',
    ]);
  });

  it('come again as often as the paper says', () => {
    for (const [duration, visits] of Object.entries(expected.bgnbd_expected_repeat_purchases_EXt))
      expect(expectedVisits({ r, alpha, a, b }, Number(duration))).toBeCloseTo(visits, 6);
    const known = { repeats: 2, recency: 30.43, age: 38.86 };
    expect(expectedFurtherVisits({ r, alpha, a, b }, known, 39)).toBeCloseTo(
      expected['bgnbd_cond_39wk_customer(x=2,t_x=30.43,T=38.86)'],
      4,
    );
    for (const [name, alive] of Object.entries(expected.bgnbd_palive_examples)) {
      const [repeats, recency, age] = /x=(.+),t_x=(.+),T=(.+)/.exec(name)!.slice(1).map(Number);
      const found = probabilityAlive({ r, alpha, a, b }, { repeats: repeats!, recency: recency!, age: age! });
      expect(found).toBeCloseTo(alive, 6);
    }
  });

  it('were foreseen in the held-out weeks as well as elsewhere', () => {
    const { actual_repeat_transactions, bgnbd_predicted_total } = expected.cdnow_sample_holdout_39wk;
    const foreseen = histories.reduce((sum, own) => sum + expectedFurtherVisits(fit, own, HOLDOUT_WEEKS), 0);
    expect(histories.reduce((sum, { later }) => sum + later, 0)).toBe(actual_repeat_transactions);
    expect(foreseen / bgnbd_predicted_total).toBeCloseTo(1, 3);
  });

  it('have the published gamma-gamma model', () => {
    const spenders = histories
      .filter(({ repeats }) => repeats > 0)
      .map(({ repeats, mean }) => ({ payments: repeats, mean }));
    const model = fitGammaGamma(spenders)!;
    const { p, q, v, loglik, population_mean, n_with_repeat } = expected.gamma_gamma_cdnow;
    expect(spenders).toHaveLength(n_with_repeat);
    expect(model.logLikelihood).toBeGreaterThan(loglik - 1e-3);
    expect(model.p / p).toBeCloseTo(1, 2);
    expect(model.q / q).toBeCloseTo(1, 2);
    expect(model.v / v).toBeCloseTo(1, 2);
    expect(expectedPayment(model, null) / population_mean).toBeCloseTo(1, 3);
  });
});
