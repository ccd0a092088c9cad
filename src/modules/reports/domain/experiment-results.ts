/** One variant of a test, and how it compares with the control. Differences are absolute, lifts 0.30 = +30 %. */
export interface VariantResult {
  readonly variantId: string;
  readonly name: string;
  readonly isControl: boolean;
  readonly users: number;
  /** In the metric's unit: rates in percent. Null: nothing can be said. */
  readonly value: number | null;
  /** Null for the control, and where nothing can be compared. */
  readonly comparison: {
    readonly difference: number;
    readonly lower: number;
    readonly upper: number;
    readonly lift: number | null;
    readonly pValue: number;
    readonly pValueAdjusted: number;
    readonly method: string;
  } | null;
}

export interface MetricResult {
  readonly name: string;
  /** Control first. */
  readonly variants: readonly VariantResult[];
  /** Who wins or why nobody does, in the language that was asked for. */
  readonly verdict: string;
}

export interface ExperimentReport {
  readonly name: string;
  readonly status: string;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** The primary one first. */
  readonly metrics: readonly MetricResult[];
}

/** What experiments have found out. */
export abstract class ExperimentResults {
  abstract has(testId: string): Promise<boolean>;

  /** The results as of now; null: there is no such test. */
  abstract find(testId: string, locale: 'en' | 'ru'): Promise<ExperimentReport | null>;
}
