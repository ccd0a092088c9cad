import {
  type ExperimentReport,
  ExperimentResults,
} from '../../src/modules/reports/domain/experiment-results';
import { userId } from '../factories/ids';

export const TEST_ID = 'dddddddd-0000-4000-8000-000000000001';

const RESULTS: ExperimentReport = {
  name: 'Poster with a face',
  status: 'completed',
  startedAt: new Date('2026-01-05T00:00:00Z'),
  endedAt: new Date('2026-02-01T00:00:00Z'),
  metrics: [
    {
      name: 'conversion_rate',
      verdict: 'Variant B wins: +3.0 percentage points, p = 0.004.',
      variants: [
        { variantId: userId(901), name: 'A', isControl: true, users: 5_000, value: 10, comparison: null },
        {
          variantId: userId(902),
          name: '=B with "quotes", and a comma',
          isControl: false,
          users: 5_004,
          value: 13,
          comparison: {
            difference: 0.03,
            lower: 0.0174,
            upper: 0.0426,
            lift: 0.3,
            pValue: 0.002,
            pValueAdjusted: 0.004,
            method: 'two_proportion_z',
          },
        },
        {
          variantId: userId(903),
          name: 'C',
          isControl: false,
          users: 4_996,
          value: 9.7,
          comparison: {
            difference: -0.003,
            lower: -0.0147,
            upper: 0.0087,
            lift: -0.03,
            pValue: 0.61,
            pValueAdjusted: 0.61,
            method: 'two_proportion_z',
          },
        },
      ],
    },
  ],
};

/** Knows one test. */
export class KnownExperiment extends ExperimentResults {
  has(testId: string): Promise<boolean> {
    return Promise.resolve(testId === TEST_ID);
  }

  find(testId: string): Promise<ExperimentReport | null> {
    return Promise.resolve(testId === TEST_ID ? RESULTS : null);
  }
}
