import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answerOf, api } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { Page } from '../../parts/Page';
import { ViewerProfile } from './ViewerProfile';

export function Component() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { userId = '' } = useParams();
  const account = useQuery({
    queryKey: ['user', userId],
    queryFn: () => answerOf(api.GET('/api/v1/users/{user_id}', { params: { path: { user_id: userId } } })),
  });
  return (
    <Page
      title={account.data?.name ?? t('viewers.viewer')}
      lead={
        <>
          <Anchor component={Link} to="/viewers" size="sm">
            ← {t('viewers.back')}
          </Anchor>
          {account.data && (
            <Text span size="sm" c="dimmed" display="block" mt={4} style={{ overflowWrap: 'anywhere' }}>
              {account.data.email ?? userId} ·{' '}
              {t('viewers.registered', { day: formats.day(account.data.registered_at) })}
            </Text>
          )}
        </>
      }
    >
      <ViewerProfile userId={userId} forAdmin />
    </Page>
  );
}
