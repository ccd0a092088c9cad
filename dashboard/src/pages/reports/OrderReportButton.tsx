import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { OrderReport, type ReportOrder } from './OrderReport';

/** Asks for a report of what a page shows. */
export function OrderReportButton(order: ReportOrder) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('reports.order')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('reports.order')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <OrderReport {...order} />
      </Modal>
    </>
  );
}
