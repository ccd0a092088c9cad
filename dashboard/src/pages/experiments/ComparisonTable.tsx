import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { EmptyNote } from '../../parts/Answer';
import { DataTable } from '../../parts/DataTable';
import { LiftInterval } from './LiftInterval';

type Comparison = ExperimentResults['comparisons'][number];

export function ComparisonTable({ results }: { results: ExperimentResults }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { comparisons, variants, metric_kind } = results;
  if (comparisons.length === 0) return <EmptyNote>{t('experiments.nothing_to_compare')}</EmptyNote>;
  const nameOf = (id: string) => variants.find(({ variant_id }) => variant_id === id)?.variant_name ?? id;
  const absolute = (value: number | null) =>
    metric_kind === 'proportion' ? formats.points(value) : formats.signed(value);
  // One scale for all rows, wide enough for every bound that there is.
  const bounds = comparisons.flatMap(({ ci_lower, ci_upper, lift }) => [ci_lower, ci_upper, lift]);
  const reach = Math.max(0.01, ...bounds.map((bound) => Math.abs(bound ?? 0)));

  return (
    <DataTable<Comparison>
      caption={t('experiments.comparisons')}
      columns={[
        {
          key: 'name',
          header: t('experiments.variant_name'),
          cell: ({ variant_id }) => nameOf(variant_id),
          heading: true,
        },
        {
          key: 'lift',
          header: t('experiments.lift'),
          numeric: true,
          cell: ({ lift }) => formats.signedPercent(lift === null ? null : 100 * lift),
        },
        {
          key: 'interval',
          header: t('experiments.interval'),
          cell: (row) => (
            <LiftInterval lift={row.lift} lower={row.ci_lower} upper={row.ci_upper} reach={reach} />
          ),
        },
        {
          key: 'difference',
          header: t('experiments.difference'),
          numeric: true,
          cell: ({ difference, difference_ci_lower, difference_ci_upper }) =>
            `${absolute(difference)} (${absolute(difference_ci_lower)} … ${absolute(difference_ci_upper)})`,
        },
        {
          key: 'p',
          header: t('experiments.p_value'),
          cell: ({ p_value }) => formats.pValue(p_value),
          numeric: true,
        },
        {
          key: 'adjusted',
          header: t('experiments.p_adjusted'),
          cell: ({ p_value_adjusted }) => formats.pValue(p_value_adjusted),
          numeric: true,
        },
        {
          key: 'method',
          header: t('experiments.method'),
          cell: ({ method }) => t(`experiments.methods.${method}`),
        },
      ]}
      rows={comparisons}
      keyOf={({ variant_id }) => variant_id}
    />
  );
}
