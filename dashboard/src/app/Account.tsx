import { ActionIcon, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LogOutIcon } from '../parts/icons';
import { endSession, useSession } from '../session/session';
import { Preferences } from './Preferences';

export function Account() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Stack gap="xs" pt="md">
      <Preferences />
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" c="dimmed" truncate title={session?.email ?? undefined}>
          {session?.email ?? t('shell.me')}
        </Text>
        <Tooltip label={t('shell.log_out')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={t('shell.log_out')}
            onClick={() => endSession('logged_out')}
          >
            <LogOutIcon />
          </ActionIcon>
        </Tooltip>
      </Group>
    </Stack>
  );
}
