import fc from 'fast-check';
import { summarise } from '../statistics/sample-summary';
import { metricArms } from './metric-arms';

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Sums of what `views` of each user were completed to. */
function sumsOf(users: readonly (readonly number[])[]) {
  const x = users.map(total);
  const w = users.map((views) => views.length);
  return {
    users: users.length,
    sum: total(x),
    sumOfSquares: total(x.map((value) => value * value)),
    companion: {
      sum: total(w),
      sumOfSquares: total(w.map((value) => value * value)),
      sumOfProducts: total(x.map((value, index) => value * w[index]!)),
    },
  };
}

const ratioOf = (users: readonly (readonly number[])[]) => {
  const metric = metricArms('ratio', ['A'], new Map([['A', sumsOf(users)]]));
  if (metric.kind !== 'mean') throw new Error('A ratio is told as a mean');
  const { users: n, sum, sumOfSquares } = metric.arms[0]!;
  return summarise({ n, sum, sumOfSquares });
};

describe('metricArms', () => {
  it('keeps the order of the variants, and knows arms without users', () => {
    const sums = new Map([['B', { users: 3, sum: 2, sumOfSquares: 2, companion: null }]]);
    expect(metricArms('proportion', ['A', 'B'], sums)).toEqual({
      kind: 'proportion',
      arms: [
        { variantId: 'A', users: 0, conversions: 0 },
        { variantId: 'B', users: 3, conversions: 2 },
      ],
    });
  });

  it('tells a ratio with the standard deviation of the delta method', () => {
    const users = [[0.5, 1], [0.25], [], [1, 1, 0.5]];
    const [ratio, meanWeight] = [4.25 / 6, 6 / 4];
    const deviations = users.map((views) => (total(views) - ratio * views.length) / meanWeight);
    const sd = Math.sqrt(total(deviations.map((value) => value * value)) / 3);
    const summary = ratioOf(users)!;
    expect(summary.mean).toBeCloseTo(ratio, 12);
    expect(summary.sd).toBeCloseTo(sd, 12);
  });

  it('is the plain mean where everybody has one view', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 20 }), (percents) => {
        const values = percents.map((percent) => percent / 100);
        const plain = summarise({
          n: values.length,
          sum: total(values),
          sumOfSquares: total(values.map((value) => value * value)),
        })!;
        const ratio = ratioOf(values.map((value) => [value]))!;
        expect(ratio.mean).toBeCloseTo(plain.mean, 10);
        expect(ratio.sd).toBeCloseTo(plain.sd, 6);
      }),
    );
  });

  it('says nothing where nobody has a view', () => {
    expect(ratioOf([[], []])).toBeNull();
  });
});
