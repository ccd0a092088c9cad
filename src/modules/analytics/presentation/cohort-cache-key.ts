import { optionSuffix } from '../../../common/cache/option-suffix';
import { formatInstant, parseInstant } from '../../../common/kernel/instant';
import { CohortAnalyticsRequestDto } from './cohorts.dto';

const defaults = new CohortAnalyticsRequestDto();

/** `cohort_analytics:{type}:{start}:{end}` with instants in UTC, then the options that differ from their defaults. */
export function cohortCacheKey(request: CohortAnalyticsRequestDto): string {
  const { cohort_type, start_date, end_date, ...options } = request;
  const instant = (text: string) => formatInstant(parseInstant(text)!);
  const normalised = { ...options, release_id: options.release_id?.toLowerCase() };
  return `cohort_analytics:${cohort_type}:${instant(start_date)}:${instant(end_date)}${optionSuffix(normalised, defaults)}`;
}
