import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/Page';
import { ApiKeys } from './ApiKeys';
import { Health } from './Health';
import { Models } from './Models';
import { Operation } from './Operation';

export function Component() {
  const { t } = useTranslation();
  return (
    <Page title={t('system.title')} lead={t('system.lead')}>
      <Health />
      <Operation />
      <Models />
      <ApiKeys />
    </Page>
  );
}
