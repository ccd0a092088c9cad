import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { answerOf, api } from '../../api/client';
import type { Experiment } from '../../api/models';
import { Answer } from '../../parts/Answer';
import { Page } from '../../parts/Page';
import { changeOf, type Draft, draftOf, wholeOf } from './draft';
import { experimentQuery } from './experiment-query';
import { ExperimentForm } from './ExperimentForm';

export function Component() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { testId = '' } = useParams();
  const experiment = useQuery(experimentQuery(testId));
  const back = `/experiments/${testId}`;
  const save = useMutation({
    mutationFn: ({ draft, test }: { draft: Draft; test: Experiment }) =>
      answerOf(
        api.PATCH('/api/v1/analytics/v2/ab-tests/{test_id}', {
          params: { path: { test_id: testId } },
          body: test.status === 'draft' ? wholeOf(draft, test) : changeOf(draft, test),
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['experiments'] });
      await navigate(back);
    },
  });
  return (
    <Page title={t('experiments.edit_title')} lead={experiment.data?.name}>
      <Answer query={experiment} height={560}>
        {(test) => (
          <ExperimentForm
            initial={draftOf(test)}
            underWay={test.status !== 'draft'}
            submitText={t('common.save')}
            busy={save.isPending}
            error={save.error}
            onSubmit={(draft) => save.mutate({ draft, test })}
            onCancel={() => void navigate(back)}
          />
        )}
      </Answer>
    </Page>
  );
}
