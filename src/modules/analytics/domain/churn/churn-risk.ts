import { localDate, toDayNumber } from '../../../../common/kernel/calendar-date';
import type { ActiveDays, ViewerActivity } from '../viewers/viewer-history';
import { type BgNbdParameters, probabilityAlive, summariseVisits, type VisitSummary } from './bg-nbd';

export const CHURN_RISKS = ['low', 'medium', 'high'] as const;
export type ChurnRisk = (typeof CHURN_RISKS)[number];

export const CHURN_REASONS = [
  'no_views',
  'single_day',
  'unusual_pause',
  'long_absence',
  'fewer_views',
  'lower_completion',
] as const;
export type ChurnReason = (typeof CHURN_REASONS)[number];

export interface ChurnAssessment {
  /** 0…1 */
  readonly probability: number;
  readonly risk: ChurnRisk;
  /** In the order of {@link CHURN_REASONS}; none for a viewer at low risk. */
  readonly reasons: readonly ChurnReason[];
  readonly modelVersion: string;
}

export const CHURN_MODEL_VERSION = 'bg_nbd_v1.0';
export const CHURN_RULE_VERSION = 'heuristic_v1.0';

const DAY_MS = 86_400_000;
const MEDIUM_FROM = 0.3;
const HIGH_FROM = 0.6;
const LONG_ABSENCE_DAYS = 30;
/** A pause is unusual when it is so many times the mean one, and a week at least. */
const UNUSUAL_TIMES = 3;
const SHORTEST_PAUSE_DAYS = 7;
/** Half the views of the month before, when that had this many. */
const FEWER_VIEWS_OF = 4;
const LOWER_COMPLETION_BY = 0.2;

/** The seed's rule on days without a view: how probable it is that somebody has left, 0…1. */
export function churnByIdleDays(idleDays: number): number {
  if (idleDays <= 7) return 0.1;
  return idleDays <= 30 ? 0.4 : 0.8;
}

/**
 * Whether a viewer has left or is about to: 1 − P(alive) under `model` (times in days), which can say nothing of people
 * without a second active day, nor without a fit (null): for those the rule on idle days stands (ADR 0011).
 */
export function assessChurn(
  viewer: ViewerActivity,
  model: BgNbdParameters | null,
  now: Date,
): ChurnAssessment {
  const { activeDays } = viewer;
  const isModelled = model !== null && activeDays !== null && activeDays.days > 1;
  const probability = isModelled
    ? 1 - probabilityAlive(model, visitsUpTo(now, activeDays))
    : churnByIdleDays(idleDays(viewer, now));
  const risk = riskOf(probability);
  return {
    probability,
    risk,
    reasons: risk === 'low' ? [] : reasonsOf(viewer, now),
    modelVersion: isModelled ? CHURN_MODEL_VERSION : CHURN_RULE_VERSION,
  };
}

/** In days. */
function visitsUpTo(now: Date, { days, first, last }: ActiveDays): VisitSummary {
  return summariseVisits(days, toDayNumber(first), toDayNumber(last), toDayNumber(localDate(now, 'UTC')));
}

function riskOf(probability: number): ChurnRisk {
  if (probability < MEDIUM_FROM) return 'low';
  return probability < HIGH_FROM ? 'medium' : 'high';
}

/** Since the last view, or since the registration of somebody without one. */
function idleDays({ lastViewedAt, registeredAt }: ViewerActivity, now: Date): number {
  return Math.max(0, (now.getTime() - (lastViewedAt ?? registeredAt).getTime()) / DAY_MS);
}

function reasonsOf(viewer: ViewerActivity, now: Date): ChurnReason[] {
  const { activeDays, recent, completion } = viewer;
  const idle = idleDays(viewer, now);
  const holds: Record<ChurnReason, boolean> = {
    no_views: activeDays === null,
    single_day: activeDays?.days === 1,
    unusual_pause: idle >= SHORTEST_PAUSE_DAYS && idle > UNUSUAL_TIMES * meanPause(activeDays),
    long_absence: activeDays !== null && idle > LONG_ABSENCE_DAYS,
    fewer_views: recent.previousViews30 >= FEWER_VIEWS_OF && recent.views30 * 2 < recent.previousViews30,
    lower_completion:
      recent.completion30 !== null &&
      completion !== null &&
      recent.completion30 <= completion - LOWER_COMPLETION_BY,
  };
  return CHURN_REASONS.filter((reason) => holds[reason]);
}

/** Mean days from one active day to the next; without two of them no pause is unusual. */
function meanPause(activeDays: ActiveDays | null): number {
  if (activeDays === null || activeDays.days < 2) return Infinity;
  return (toDayNumber(activeDays.last) - toDayNumber(activeDays.first)) / (activeDays.days - 1);
}
