import { optionSuffix } from '../../../common/cache/option-suffix';
import { ViewerAnalyticsQueryDto } from './viewers.dto';

const defaults = new ViewerAnalyticsQueryDto();

/** `user_analytics:{user_id}:{predictions}`, then the options that differ from their defaults. */
export function viewerCacheKey(
  { include_predictions, ...options }: ViewerAnalyticsQueryDto,
  { user_id }: Readonly<Record<string, string>>,
): string {
  const predictions = String(include_predictions ?? false);
  return `user_analytics:${user_id!.toLowerCase()}:${predictions}${optionSuffix(options, defaults)}`;
}
