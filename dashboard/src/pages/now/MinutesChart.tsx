import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../charts/Chart';
import { baseOption } from '../../charts/options';
import type { Palette } from '../../charts/palette';
import { formatsOf, useFormats } from '../../i18n/format';
import type { Minute } from './live-state';

/** Views of each of the last 30 minutes. */
export function MinutesChart({ minutes }: { minutes: readonly Minute[] }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const build = useCallback(
    (palette: Palette) => {
      const { time, count } = formatsOf(i18n.language);
      return {
        ...baseOption(
          palette,
          minutes.map(({ at }) => time(at)),
          count,
        ),
        series: [
          {
            type: 'bar',
            name: t('now.views'),
            data: minutes.map(({ views }) => views),
            itemStyle: { color: palette.accent, borderRadius: [3, 3, 0, 0] },
            barCategoryGap: '25%',
          },
        ],
      };
    },
    [minutes, t, i18n.language],
  );
  return (
    <Chart<Minute>
      label={t('now.chart')}
      height={240}
      build={build}
      columns={[
        { key: 'at', header: t('now.minute'), cell: ({ at }) => formats.time(at), heading: true },
        { key: 'views', header: t('now.views'), cell: ({ views }) => formats.count(views), numeric: true },
      ]}
      rows={[...minutes].reverse()}
      keyOf={({ at }) => at}
    />
  );
}
