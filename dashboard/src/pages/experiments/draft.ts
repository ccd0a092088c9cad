import type { CreateExperiment, Experiment } from '../../api/models';

type Variant = Experiment['variants'][number];
type Metric = Experiment['metrics'][number];

/** What the form holds: shares in percent, texts empty where nothing is chosen. */
export interface Draft {
  readonly name: string;
  readonly primaryMetric: string;
  readonly inference: 'fixed' | 'sequential';
  readonly allocationPercent: number;
  readonly effectPercent: number | null;
  readonly exclusionGroup: string;
  readonly genre: string | null;
  readonly variants: readonly Variant[];
  readonly guardrails: readonly Metric[];
}

/** Metrics that the service reads off the views themselves. */
export const VIEW_METRICS = [
  'views_per_user',
  'watch_minutes_per_user',
  'completion_rate',
  'retention_week_1',
];

export const NEW_DRAFT: Draft = {
  name: '',
  primaryMetric: 'conversion_rate',
  inference: 'fixed',
  allocationPercent: 100,
  effectPercent: 5,
  exclusionGroup: '',
  genre: null,
  variants: [
    { variant_id: 'A', variant_name: 'A', weight: 1, is_control: true },
    { variant_id: 'B', variant_name: 'B', weight: 1, is_control: false },
  ],
  guardrails: [],
};

export function draftOf(test: Experiment): Draft {
  return {
    name: test.name,
    primaryMetric: test.primary_metric,
    inference: test.inference,
    allocationPercent: tidy(100 * test.allocation),
    effectPercent: test.minimum_detectable_effect && tidy(100 * test.minimum_detectable_effect),
    exclusionGroup: test.exclusion_group ?? '',
    genre: test.audience?.genre ?? null,
    variants: test.variants,
    guardrails: test.metrics.filter(({ role }) => role === 'guardrail'),
  };
}

/** What may change at any time. */
export function changeOf(draft: Draft, test: Experiment | null) {
  const audience = { ...test?.audience, genre: draft.genre };
  const isAnybody = Object.values(audience).every((value) => value === null);
  return {
    name: draft.name.trim(),
    variants: [...draft.variants],
    allocation: tidy(draft.allocationPercent / 100),
    audience: isAnybody ? null : audience,
  };
}

/** All of it, for a new experiment or one that has not begun. Goals that the form does not show stay. */
export function wholeOf(draft: Draft, test: Experiment | null): CreateExperiment {
  const goals = test?.metrics.filter(({ role }) => role === 'goal') ?? [];
  return {
    ...changeOf(draft, test),
    primary_metric: draft.primaryMetric.trim(),
    inference: draft.inference,
    minimum_detectable_effect: draft.effectPercent && tidy(draft.effectPercent / 100),
    exclusion_group: draft.exclusionGroup.trim() || null,
    metrics: [...goals, ...draft.guardrails],
  };
}

/** Without the dust of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
