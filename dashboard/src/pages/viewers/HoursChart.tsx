import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ViewerAnalytics } from '../../api/models';
import { Chart } from '../../charts/Chart';
import { baseOption } from '../../charts/options';
import type { Palette } from '../../charts/palette';
import { formatsOf, useFormats } from '../../i18n/format';

type Hour = ViewerAnalytics['activity_patterns'][number];
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

export function HoursChart({ hours }: { hours: readonly Hour[] }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const build = useCallback(
    (palette: Palette) => ({
      ...baseOption(
        palette,
        hours.map(({ hour }) => clock(hour)),
        (value) => formatsOf(i18n.language).share(value),
      ),
      series: [
        {
          type: 'bar',
          name: t('viewers.activity'),
          data: hours.map(({ activity_score }) => activity_score),
          itemStyle: { color: palette.accent, borderRadius: [3, 3, 0, 0] },
          barCategoryGap: '25%',
        },
      ],
    }),
    [hours, t, i18n.language],
  );
  return (
    <Chart<Hour>
      label={t('viewers.hours')}
      height={260}
      build={build}
      columns={[
        { key: 'hour', header: t('viewers.hour'), cell: ({ hour }) => clock(hour), heading: true },
        {
          key: 'activity',
          header: t('viewers.activity'),
          cell: ({ activity_score }) => formats.share(activity_score),
          numeric: true,
        },
      ]}
      rows={hours}
      keyOf={({ hour }) => String(hour)}
    />
  );
}
