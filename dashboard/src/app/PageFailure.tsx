import { Alert, Button, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A page that could not be loaded or drawn: most often a newer version has replaced its files. */
export function PageFailure() {
  const { t } = useTranslation();
  return (
    <Stack component="main" maw={560} mx="auto" p="xl">
      <Alert color="red" role="alert" title={t('problem.title')}>
        <Stack align="flex-start" gap="sm">
          <Text size="sm">{t('problem.page')}</Text>
          <Button variant="default" size="xs" onClick={() => location.reload()}>
            {t('problem.reload')}
          </Button>
        </Stack>
      </Alert>
    </Stack>
  );
}
