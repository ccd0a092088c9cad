import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { components } from '../../api/schema.gen';
import { useFormats } from '../../i18n/format';
import { EmptyNote } from '../../parts/Answer';
import { DataTable } from '../../parts/DataTable';

type PopularityModel = components['schemas']['PopularityModelDto'];

export function PopularityModels({ models }: { models: readonly PopularityModel[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (models.length === 0) return <EmptyNote>{t('system.no_models')}</EmptyNote>;
  return (
    <DataTable<PopularityModel>
      caption={t('system.popularity_models')}
      columns={[
        {
          key: 'version',
          header: t('system.model'),
          heading: true,
          cell: ({ model_version }) => (
            <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
              {model_version}
            </Text>
          ),
        },
        {
          key: 'releases',
          header: t('system.releases'),
          cell: (row) => formats.count(row.releases),
          numeric: true,
        },
        {
          key: 'beats',
          header: t('system.beats'),
          cell: (row) => formats.percent(row.beats_seasonal_naive, 0),
          numeric: true,
        },
        {
          key: 'mase',
          header: t('system.mase'),
          cell: (row) => formats.decimal(row.median_mase),
          numeric: true,
        },
        {
          key: 'wape',
          header: t('system.wape'),
          cell: (row) => formats.share(row.median_wape),
          numeric: true,
        },
        {
          key: 'coverage',
          header: t('system.coverage'),
          cell: (row) => formats.percent(row.coverage),
          numeric: true,
        },
        {
          key: 'trained',
          header: t('system.trained'),
          cell: (row) => formats.moment(row.last_trained_at),
          numeric: true,
        },
      ]}
      rows={models}
      keyOf={({ model_version }) => model_version}
    />
  );
}
