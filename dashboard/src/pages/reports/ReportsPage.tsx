import { useTranslation } from 'react-i18next';
import { Page } from '../../parts/Page';
import { OrderReportButton } from './OrderReportButton';
import { ReportList } from './ReportList';
import { Schedules } from './Schedules';

export function Component() {
  const { t } = useTranslation();
  return (
    <Page
      title={t('reports.title')}
      lead={t('reports.lead')}
      actions={<OrderReportButton reportType="views" />}
    >
      <ReportList />
      <Schedules />
    </Page>
  );
}
