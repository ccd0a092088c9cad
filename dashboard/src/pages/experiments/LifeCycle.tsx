import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answerOf, api } from '../../api/client';
import type { Experiment } from '../../api/models';
import { ConfirmButton } from '../../parts/ConfirmButton';
import { ProblemNote } from '../../parts/ProblemNote';

/** What can be done with an experiment at its stage. */
export function LifeCycle({ test }: { test: Experiment }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const params = { path: { test_id: test.test_id } };
  const refresh = () => queries.invalidateQueries({ queryKey: ['experiments'] });
  const step = useMutation({
    mutationFn: (action: 'start' | 'pause' | 'complete') =>
      answerOf(api.POST(`/api/v1/analytics/v2/ab-tests/{test_id}/${action}`, { params })),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: () => answerOf(api.DELETE('/api/v1/analytics/v2/ab-tests/{test_id}', { params })),
    onSuccess: async () => {
      await navigate('/experiments');
      await refresh();
    },
  });
  const { status } = test;
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs">
        {status !== 'completed' && (
          <Button component={Link} to={`/experiments/${test.test_id}/edit`} variant="default" size="xs">
            {t('experiments.edit')}
          </Button>
        )}
        {(status === 'draft' || status === 'paused') && (
          <Button size="xs" loading={step.isPending} onClick={() => step.mutate('start')}>
            {t(status === 'draft' ? 'experiments.start' : 'experiments.go_on')}
          </Button>
        )}
        {status === 'running' && (
          <Button size="xs" variant="default" loading={step.isPending} onClick={() => step.mutate('pause')}>
            {t('experiments.pause')}
          </Button>
        )}
        {(status === 'running' || status === 'paused') && (
          <ConfirmButton
            text={t('experiments.complete')}
            title={t('experiments.complete_title')}
            onConfirm={() => step.mutateAsync('complete')}
          >
            <Text size="sm">{t('experiments.complete_text')}</Text>
          </ConfirmButton>
        )}
        {(status === 'draft' || status === 'completed') && (
          <ConfirmButton
            text={t('experiments.delete')}
            title={t('experiments.delete_title')}
            onConfirm={() => remove.mutateAsync()}
          >
            <Text size="sm">{t('experiments.delete_text')}</Text>
          </ConfirmButton>
        )}
      </Group>
      {(step.isError || remove.isError) && <ProblemNote error={step.error ?? remove.error} />}
    </Stack>
  );
}
