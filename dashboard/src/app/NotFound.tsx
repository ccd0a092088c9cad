import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../parts/Page';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('not_found.title')}>
      <Text>
        {t('not_found.text')} <Link to="/">{t('not_found.home')}</Link>
      </Text>
    </Page>
  );
}
