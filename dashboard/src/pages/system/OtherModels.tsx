import { useTranslation } from 'react-i18next';
import type { components } from '../../api/schema.gen';
import { useFormats } from '../../i18n/format';
import { DataTable } from '../../parts/DataTable';
import { Panel } from '../../parts/Panel';

interface OtherModelsProps {
  values: readonly components['schemas']['LifetimeValueModelDto'][];
  recommendations: readonly components['schemas']['RecommendationModelDto'][];
}

interface Row {
  readonly purpose: string;
  readonly version: string;
  readonly learnedFrom: string;
  readonly trainedAt: string;
}

export function OtherModels({ values, recommendations }: OtherModelsProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const rows: Row[] = [
    ...recommendations.map((model) => ({
      purpose: t('system.recommendations'),
      version: model.model_version,
      learnedFrom: t('system.learned_pairs', {
        viewers: formats.count(model.viewers),
        releases: formats.count(model.releases),
      }),
      trainedAt: model.trained_at,
    })),
    ...values.map((model) => ({
      purpose: t('system.lifetime_value', { currency: model.currency }),
      version: model.model_version,
      learnedFrom: t('system.learned_payers', {
        count: model.payers,
        repeat: formats.count(model.repeat_payers),
      }),
      trainedAt: model.trained_at,
    })),
  ];
  if (rows.length === 0) return null;
  return (
    <Panel title={t('system.other_models')}>
      <DataTable<Row>
        caption={t('system.other_models')}
        columns={[
          { key: 'purpose', header: t('system.purpose'), cell: ({ purpose }) => purpose, heading: true },
          { key: 'version', header: t('system.model'), cell: ({ version }) => version },
          { key: 'from', header: t('system.learned_from'), cell: ({ learnedFrom }) => learnedFrom },
          {
            key: 'trained',
            header: t('system.trained'),
            cell: ({ trainedAt }) => formats.moment(trainedAt),
            numeric: true,
          },
        ]}
        rows={rows}
        keyOf={({ purpose }) => purpose}
      />
    </Panel>
  );
}
