import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Prediction, ReleaseViews } from '../../api/models';
import { Chart } from '../../charts/Chart';
import { band, baseOption, legend } from '../../charts/options';
import type { Palette } from '../../charts/palette';
import { useFormats } from '../../i18n/format';

interface Day {
  readonly date: string;
  readonly views: number | null;
  readonly predicted: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Past days and the coming ones. Today still runs: it is neither. */
function daysOf(views: ReleaseViews, prediction: Prediction | undefined): Day[] {
  const past = views.items.slice(0, -1).map(({ date, views: count }) => {
    return { date, views: count, predicted: null, lower: null, upper: null };
  });
  const coming = (prediction?.predictions ?? []).map((point) => ({
    date: point.date.slice(0, 10),
    views: null,
    predicted: point.predicted_views,
    lower: point.confidence_lower,
    upper: point.confidence_upper,
  }));
  return [...past, ...coming];
}

export function ForecastChart({ views, prediction }: { views: ReleaseViews; prediction?: Prediction }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const days = useMemo(() => daysOf(views, prediction), [views, prediction]);

  const build = useCallback(
    (palette: Palette) => {
      const day = new Intl.DateTimeFormat(i18n.language, { day: 'numeric', month: 'short', timeZone: 'UTC' });
      const count = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
      const names = [t('popularity.views'), t('popularity.forecast'), t('popularity.band')] as const;
      const line = (name: string, data: (number | null)[], colour: string, type: 'solid' | 'dashed') => ({
        type: 'line',
        name,
        data,
        symbol: 'none',
        lineStyle: { width: 2, color: colour, type },
        itemStyle: { color: colour },
      });
      return {
        ...baseOption(
          palette,
          days.map(({ date }) => day.format(new Date(date))),
          (value) => count.format(value),
        ),
        ...legend(palette, names),
        series: [
          ...band(
            names[2],
            days.map(({ lower }) => lower),
            days.map(({ upper }) => upper),
            palette.accent,
          ),
          line(
            names[0],
            days.map((row) => row.views),
            palette.text,
            'solid',
          ),
          line(
            names[1],
            days.map(({ predicted }) => predicted),
            palette.accent,
            'dashed',
          ),
        ],
      };
    },
    [days, t, i18n.language],
  );

  return (
    <Chart<Day>
      label={t('popularity.chart_label', { title: views.title })}
      height={340}
      build={build}
      columns={[
        { key: 'date', header: t('popularity.day'), cell: ({ date }) => formats.day(date), heading: true },
        {
          key: 'views',
          header: t('popularity.views'),
          cell: (row) => formats.count(row.views),
          numeric: true,
        },
        {
          key: 'forecast',
          header: t('popularity.forecast'),
          cell: (row) => formats.count(row.predicted),
          numeric: true,
        },
        {
          key: 'band',
          header: t('popularity.band'),
          cell: ({ lower, upper }) =>
            lower === null ? '–' : `${formats.count(lower)} – ${formats.count(upper)}`,
          numeric: true,
        },
      ]}
      rows={[...days].reverse()}
      keyOf={({ date }) => date}
    />
  );
}
