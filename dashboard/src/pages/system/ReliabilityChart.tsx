import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/schema.gen';
import { Chart } from '../../charts/Chart';
import { baseOption, legend } from '../../charts/options';
import type { Palette } from '../../charts/palette';
import { formatsOf, useFormats } from '../../i18n/format';

type Bin = components['schemas']['ReliabilityBinDto'];
/** `20–40`, in percent. */
const nameOf = ({ from, to }: Bin) => `${Math.round(100 * from)}–${Math.round(100 * to)}`;

/** What was foretold beside what happened. */
export function ReliabilityChart({ bins }: { bins: readonly Bin[] }) {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const build = useCallback(
    (palette: Palette) => {
      const bar = (name: string, data: (number | null)[], color: string) => ({
        type: 'bar',
        name,
        data,
        itemStyle: { color, borderRadius: [3, 3, 0, 0] },
        barGap: '10%',
      });
      const [foretold, happened] = [t('system.foretold'), t('system.happened')];
      return {
        ...baseOption(palette, bins.map(nameOf), formatsOf(i18n.language).share),
        ...legend(palette, [foretold, happened]),
        series: [
          bar(
            foretold,
            bins.map((bin) => bin.foretold),
            palette.dimmed,
          ),
          bar(
            happened,
            bins.map((bin) => bin.happened),
            palette.accent,
          ),
        ],
      };
    },
    [bins, t, i18n.language],
  );
  return (
    <Chart<Bin>
      label={t('system.reliability')}
      height={260}
      build={build}
      columns={[
        { key: 'bin', header: t('system.bin'), cell: nameOf, heading: true },
        {
          key: 'viewers',
          header: t('system.viewers'),
          cell: (bin) => formats.count(bin.viewers),
          numeric: true,
        },
        {
          key: 'foretold',
          header: t('system.foretold'),
          cell: (bin) => formats.share(bin.foretold, 1),
          numeric: true,
        },
        {
          key: 'happened',
          header: t('system.happened'),
          cell: (bin) => formats.share(bin.happened, 1),
          numeric: true,
        },
      ]}
      rows={bins}
      keyOf={nameOf}
    />
  );
}
