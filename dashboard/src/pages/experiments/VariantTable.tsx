import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { type Column, DataTable } from '../../parts/DataTable';

type Variant = ExperimentResults['variants'][number];

export function VariantTable({ results }: { results: ExperimentResults }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const isProportion = results.metric_kind === 'proportion';
  const control = results.comparisons[0]?.control_variant_id;
  const columns: Column<Variant>[] = [
    {
      key: 'name',
      header: t('experiments.variant_name'),
      heading: true,
      cell: ({ variant_id, variant_name }) =>
        variant_id === control ? t('experiments.as_control', { name: variant_name }) : variant_name,
    },
    {
      key: 'users',
      header: t('experiments.users'),
      cell: (row) => formats.count(row.users_count),
      numeric: true,
    },
  ];
  if (isProportion) {
    columns.push(
      {
        key: 'conversions',
        header: t('experiments.conversions'),
        cell: (row) => formats.count(row.conversions),
        numeric: true,
      },
      {
        key: 'rate',
        header: t('experiments.rate'),
        cell: (row) => formats.percent(row.conversion_rate, 2),
        numeric: true,
      },
    );
  } else {
    columns.push(
      {
        key: 'value',
        header: t('experiments.mean'),
        cell: (row) => formats.decimal(row.value),
        numeric: true,
      },
      {
        key: 'deviation',
        header: t('experiments.deviation'),
        cell: (row) => formats.decimal(row.standard_deviation),
        numeric: true,
      },
    );
  }
  return (
    <DataTable<Variant>
      caption={t('experiments.variants')}
      columns={columns}
      rows={results.variants}
      keyOf={({ variant_id }) => variant_id}
    />
  );
}
