import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';

export const experimentQuery = (testId: string) =>
  queryOptions({
    queryKey: ['experiments', testId],
    queryFn: () =>
      answerOf(api.GET('/api/v1/analytics/v2/ab-tests/{test_id}', { params: { path: { test_id: testId } } })),
  });
