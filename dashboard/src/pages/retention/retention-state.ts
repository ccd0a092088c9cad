import { addDays, beginOfDay, endOfDay, isDay, mondayOf } from '../../parts/zoned-day';
import { oneOf, whole } from '../../parts/url-state';
import type { components } from '../../api/schema.gen';

type Request = components['schemas']['CohortAnalyticsRequestDto'];

const DEFAULT_WEEKS = 8;

/** All that can be asked of the endpoint, and the currency that is shown; days are inclusive. */
export interface RetentionState {
  readonly from: string;
  readonly to: string;
  readonly type: Request['cohort_type'];
  readonly weeks: number;
  readonly retention: NonNullable<Request['retention']>;
  readonly window: NonNullable<Request['window']>;
  readonly timezone: string;
  readonly weekStart: NonNullable<Request['week_start']>;
  readonly releaseId: string | null;
  readonly genre: string | null;
  readonly minCohortSize: number;
  readonly ltv: boolean;
  readonly currency: string | null;
}

/** The ten whole weeks before the running one. */
function defaultRange(now: Date): { from: string; to: string } {
  const monday = mondayOf(now);
  return { from: addDays(monday, -70), to: addDays(monday, -1) };
}

export function readState(params: URLSearchParams, now: Date): RetentionState {
  const range = defaultRange(now);
  const [from, to] = [params.get('from'), params.get('to')];
  return {
    from: isDay(from) ? from : range.from,
    to: isDay(to) ? to : range.to,
    type: oneOf(params.get('type'), ['registration', 'first_view']),
    weeks: whole(params.get('weeks'), 0, 52, DEFAULT_WEEKS),
    retention: oneOf(params.get('retention'), ['on', 'on_or_after']),
    window: oneOf(params.get('window'), ['calendar', 'rolling']),
    timezone: knownZone(params.get('timezone')),
    weekStart: oneOf(params.get('week_start'), ['monday', 'sunday']),
    releaseId: params.get('release_id'),
    genre: params.get('genre'),
    minCohortSize: whole(params.get('min_cohort_size'), 0, 1_000_000_000, 0),
    ltv: params.get('ltv') === 'true',
    currency: params.get('currency'),
  };
}

export function requestOf(state: RetentionState): Request {
  return {
    start_date: beginOfDay(state.from, state.timezone),
    end_date: endOfDay(state.to, state.timezone),
    cohort_type: state.type,
    weeks: state.weeks,
    retention: state.retention,
    window: state.window,
    timezone: state.timezone,
    week_start: state.weekStart,
    min_cohort_size: state.minCohortSize,
    include_ltv: state.ltv,
    ...(state.releaseId && { release_id: state.releaseId }),
    ...(state.genre && { genre: state.genre }),
  };
}

function knownZone(zone: string | null): string {
  if (!zone) return 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch {
    return 'UTC';
  }
}
