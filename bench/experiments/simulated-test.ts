import { compareVariants } from '../../src/modules/experiments/domain/analysis/compare-variants';
import { decide } from '../../src/modules/experiments/domain/analysis/decide';
import type { Inference, MetricArms } from '../../src/modules/experiments/domain/analysis/metric';
import type { RandomNumbers } from './random-numbers';

const ALPHA = 0.05;

/** What one user of the control does, drawn at random. */
export interface SimulatedMetric {
  readonly name: string;
  readonly kind: MetricArms['kind'];
  /** Users of each arm for the planned number of days. */
  readonly requiredPerVariant: number;
  /** The value of a user whose expectation is (1 + lift) times that of the control. */
  draw(random: RandomNumbers, lift: number): number;
}

class Arm {
  users = 0;
  sum = 0;
  sumOfSquares = 0;

  constructor(private readonly variantId: string) {}

  add(metric: SimulatedMetric, users: number, lift: number, random: RandomNumbers): void {
    for (let user = 0; user < users; user++) {
      const value = metric.draw(random, lift);
      this.sum += value;
      this.sumOfSquares += value * value;
    }
    this.users += users;
  }

  get asProportion() {
    return { variantId: this.variantId, users: this.users, conversions: this.sum };
  }

  get asMean() {
    return {
      variantId: this.variantId,
      users: this.users,
      sum: this.sum,
      sumOfSquares: this.sumOfSquares,
    };
  }
}

/** An A/B test of two equal arms, user by user, judged by the code of the service. */
export class SimulatedTest {
  private readonly control = new Arm('A');
  private readonly treatment = new Arm('B');

  constructor(
    private readonly metric: SimulatedMetric,
    private readonly lift: number,
    private readonly random: RandomNumbers,
  ) {}

  addDay(usersPerArm: number): void {
    this.control.add(this.metric, usersPerArm, 0, this.random);
    this.treatment.add(this.metric, usersPerArm, this.lift, this.random);
  }

  /** Who would be named the winner at this look. The sequence is tuned for the planned number of users. */
  winner(inference: Inference): string | null {
    const { kind, requiredPerVariant } = this.metric;
    const arms = [this.control, this.treatment];
    const metric: MetricArms =
      kind === 'proportion'
        ? { kind, arms: arms.map((arm) => arm.asProportion) }
        : { kind, arms: arms.map((arm) => arm.asMean) };
    const settings = { controlVariantId: 'A', alpha: ALPHA, inference, cuped: false };
    const { comparisons } = compareVariants(metric, { ...settings, intendedUsers: 2 * requiredPerVariant });
    return decide({
      controlVariantId: 'A',
      arms: arms.map(({ asProportion }) => ({
        ...asProportion,
        conversions: kind === 'proportion' ? asProportion.conversions : null,
        weight: 1,
      })),
      comparisons,
      direction: 'increase',
      alpha: ALPHA,
      sampleRatioMismatch: false,
    }).winnerVariantId;
  }
}
