import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/Page';
import { useSession } from '../../session/session';
import { ViewerProfile } from './ViewerProfile';

export function Component() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Page title={t('viewers.own_title')} lead={t('viewers.own_lead')}>
      {session && <ViewerProfile userId={session.userId} />}
    </Page>
  );
}
