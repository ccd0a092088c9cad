import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Experiment, ExperimentDay } from '../../api/models';
import { Chart } from '../../charts/Chart';
import { baseOption, legend } from '../../charts/options';
import type { Palette } from '../../charts/palette';
import { formatsOf, useFormats } from '../../i18n/format';
import type { Column } from '../../parts/DataTable';

interface DailyChartProps {
  days: readonly ExperimentDay[];
  variants: Experiment['variants'];
  /** Whether values are fractions. */
  isProportion: boolean;
}

/** The metric of each variant from the start to the end of each day. */
export function DailyChart({ days, variants, isProportion }: DailyChartProps) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const write = isProportion
    ? (value: number | null | undefined) => formats.share(value, 2)
    : formats.decimal;

  const build = useCallback(
    (palette: Palette) => {
      const { shortDay, share, decimal } = formatsOf(i18n.language);
      const names = variants.map(({ variant_name }) => variant_name);
      return {
        ...baseOption(
          palette,
          days.map(({ date }) => shortDay(date)),
          (value) => (isProportion ? share(value, 1) : decimal(value)),
        ),
        ...legend(palette, names),
        series: variants.map(({ variant_id, variant_name, is_control }, index) => {
          const color = palette.series[index % palette.series.length];
          return {
            type: 'line',
            name: variant_name,
            data: days.map((day) => valueOf(day, variant_id)),
            // A single day makes no line.
            symbol: days.length === 1 ? 'circle' : 'none',
            lineStyle: { width: 2, color, type: is_control ? 'dashed' : 'solid' },
            itemStyle: { color },
          };
        }),
      };
    },
    [days, variants, isProportion, i18n.language],
  );

  const columns: Column<ExperimentDay>[] = [
    { key: 'day', header: t('popularity.day'), cell: ({ date }) => formats.day(date), heading: true },
    ...variants.map(({ variant_id, variant_name }) => ({
      key: variant_id,
      header: variant_name,
      cell: (day: ExperimentDay) => write(valueOf(day, variant_id)),
      numeric: true,
    })),
  ];
  return (
    <Chart<ExperimentDay>
      label={t('experiments.daily')}
      build={build}
      columns={columns}
      rows={[...days].reverse()}
      keyOf={({ date }) => date}
    />
  );
}

function valueOf(day: ExperimentDay, variantId: string): number | null {
  return day.variants.find(({ variant_id }) => variant_id === variantId)?.value ?? null;
}
