import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { answerOf, api } from '../../api/client';
import { Page } from '../../parts/Page';
import { type Draft, NEW_DRAFT, wholeOf } from './draft';
import { ExperimentForm } from './ExperimentForm';

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: (draft: Draft) =>
      answerOf(api.POST('/api/v1/analytics/v2/ab-tests', { body: wholeOf(draft, null) })),
    onSuccess: async ({ test_id }) => {
      await queries.invalidateQueries({ queryKey: ['experiments'] });
      await navigate(`/experiments/${test_id}`);
    },
  });
  return (
    <Page title={t('experiments.new')} lead={t('experiments.new_lead')}>
      <ExperimentForm
        initial={NEW_DRAFT}
        underWay={false}
        submitText={t('experiments.create')}
        busy={create.isPending}
        error={create.error}
        onSubmit={create.mutate}
        onCancel={() => void navigate('/experiments')}
      />
    </Page>
  );
}
