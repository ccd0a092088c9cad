import { optionSuffix } from '../../../common/cache/option-suffix';
import type { DataTag } from '../../../common/cache/versions';
import { isViewMetric } from '../domain/metric-name';
import type { ScorecardQueryDto } from './scorecard.dto';
import { type DailyMetricsQueryDto, TestMetricsQueryDto } from './test-metrics.dto';

type Path = Readonly<Record<string, string>>;

const defaults = new TestMetricsQueryDto();

/** `ab_test:{test_id}:{metric}`, then the options that differ from their defaults. Without a metric: the primary one. */
export function testMetricsCacheKey(query: DailyMetricsQueryDto, path: Path): string {
  return keyOf('ab_test', query, path);
}

export function dailyMetricsCacheKey(query: DailyMetricsQueryDto, path: Path): string {
  return keyOf('ab_test_daily', query, path);
}

export function scorecardCacheKey(query: ScorecardQueryDto, path: Path): string {
  return keyOf('ab_test_scorecard', query, path);
}

/** Guardrails, whatever metric is asked for, may be read off the views. */
export function testMetricsTags(_: object, { test_id }: Path): DataTag[] {
  return ['tests', `test:${test_id!.toLowerCase()}`, 'views'];
}

/** Without a metric it is the primary one, which may be read off the views. */
export function dailyMetricsTags({ metric_name }: DailyMetricsQueryDto, { test_id }: Path): DataTag[] {
  const isOfEvents = metric_name !== undefined && !isViewMetric(metric_name);
  return ['tests', `test:${test_id!.toLowerCase()}`, ...(isOfEvents ? [] : (['views'] as const))];
}

function keyOf(kind: string, query: DailyMetricsQueryDto, { test_id }: Path): string {
  const { metric_name = '', ...options } = query;
  return `${kind}:${test_id!.toLowerCase()}:${metric_name}${optionSuffix(options, defaults)}`;
}
