import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cohort } from '../../api/models';
import { Chart } from '../../charts/Chart';
import { baseOption } from '../../charts/options';
import type { Palette } from '../../charts/palette';
import { formatsOf, useFormats } from '../../i18n/format';
import { poolRetention, type PooledWeek } from './pooled-retention';

/** Every cohort as a thin line, all of them together as a thick one. */
export function RetentionCurves({ cohorts, weeks }: { cohorts: readonly Cohort[]; weeks: number }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const pooled = useMemo(() => poolRetention(cohorts, weeks), [cohorts, weeks]);

  const build = useCallback(
    (palette: Palette) => ({
      ...baseOption(
        palette,
        pooled.map(({ week }) => String(week)),
        (value) => formatsOf(i18n.language).percent(value, 0),
      ),
      series: [
        ...cohorts.map(({ cohort_period, retention }) => ({
          type: 'line',
          name: cohort_period,
          data: retention.map(({ rate }) => rate),
          symbol: 'none',
          silent: true,
          tooltip: { show: false },
          lineStyle: { width: 1, color: palette.dimmed, opacity: 0.35 },
          itemStyle: { color: palette.dimmed },
        })),
        {
          type: 'line',
          name: t('retention.all_cohorts'),
          data: pooled.map(({ mean }) => mean && Math.round(mean * 10) / 10),
          symbolSize: 6,
          lineStyle: { width: 2.5, color: palette.accent },
          itemStyle: { color: palette.accent },
        },
      ],
    }),
    [cohorts, pooled, t, i18n.language],
  );

  return (
    <Chart<PooledWeek>
      label={t('retention.curves_label', { weeks, cohorts: cohorts.length })}
      build={build}
      columns={[
        { key: 'week', header: t('retention.week'), cell: ({ week }) => week, heading: true },
        {
          key: 'mean',
          header: t('retention.all_cohorts'),
          cell: ({ mean }) => formats.percent(mean),
          numeric: true,
        },
        {
          key: 'lowest',
          header: t('retention.lowest'),
          cell: ({ lowest }) => formats.percent(lowest),
          numeric: true,
        },
        {
          key: 'highest',
          header: t('retention.highest'),
          cell: ({ highest }) => formats.percent(highest),
          numeric: true,
        },
      ]}
      rows={pooled}
      keyOf={({ week }) => String(week)}
    />
  );
}
