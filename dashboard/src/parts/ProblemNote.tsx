import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem';

/** What went wrong, in the service's own words, and the id under which its log tells more. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const problem = error instanceof Problem ? error : null;
  const reached = problem !== null && problem.status > 0;
  return (
    <Alert color="red" variant="light" role="alert" title={(reached && problem.title) || t('problem.title')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {(reached && problem.detail) || t(problem ? 'problem.network' : 'problem.unknown')}
        </Text>
        {problem && Object.keys(problem.fields).length > 0 && (
          <ul>
            {Object.entries(problem.fields).map(([field, message]) => (
              <li key={field}>
                <Code>{field}</Code> {message}
              </li>
            ))}
          </ul>
        )}
        {problem?.errorId && (
          <Text size="sm">
            {t('problem.error_id')} <Code>{problem.errorId}</Code>
          </Text>
        )}
        {retry && (
          <Button size="xs" variant="default" onClick={retry}>
            {t('problem.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
