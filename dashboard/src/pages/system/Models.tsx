import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import type { ModelList } from '../../api/models';
import { Answer } from '../../parts/Answer';
import { Panel } from '../../parts/Panel';
import { ChurnModelPanel } from './ChurnModelPanel';
import { OtherModels } from './OtherModels';
import { PopularityModels } from './PopularityModels';

type Model = ModelList['items'][number];
const of = <Purpose extends Model['purpose']>(items: readonly Model[], purpose: Purpose) =>
  items.filter((item): item is Extract<Model, { purpose: Purpose }> => item.purpose === purpose);

export function Models() {
  const { t } = useTranslation();
  const models = useQuery({
    queryKey: ['models'],
    queryFn: () => answerOf(api.GET('/api/v1/analytics/v2/models')),
  });
  return (
    <Answer
      query={models}
      height={320}
      isEmpty={({ items }) => items.length === 0}
      empty={t('system.no_models')}
    >
      {({ items }) => (
        <Stack gap="lg">
          <Panel title={t('system.popularity_models')} lead={t('system.popularity_models_lead')}>
            <PopularityModels models={of(items, 'popularity')} />
          </Panel>
          {of(items, 'churn').map((model) => (
            <ChurnModelPanel key={model.purpose} model={model} />
          ))}
          <OtherModels values={of(items, 'lifetime_value')} recommendations={of(items, 'recommendations')} />
        </Stack>
      )}
    </Answer>
  );
}
