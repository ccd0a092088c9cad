import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';

interface ExperimentSelectProps {
  value: string | null;
  onChange: (testId: string | null) => void;
}

export function ExperimentSelect({ value, onChange }: ExperimentSelectProps) {
  const { t } = useTranslation();
  const tests = useQuery({
    queryKey: ['experiments', 'names'],
    queryFn: () => answerOf(api.GET('/api/v1/analytics/v2/ab-tests', { params: { query: { limit: 200 } } })),
  });
  return (
    <Select
      label={t('experiments.one')}
      required
      withAsterisk={false}
      searchable
      data={(tests.data?.items ?? []).map(({ test_id, name }) => ({ value: test_id, label: name }))}
      value={value}
      onChange={onChange}
      nothingFoundMessage={t('common.nothing_found')}
    />
  );
}
