import { Button, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import type { Schedule } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { ConfirmButton } from '../../parts/ConfirmButton';
import { DataTable } from '../../parts/DataTable';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { NewSchedule } from './NewSchedule';

export function Schedules() {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const [making, { open, close }] = useDisclosure();
  const schedules = useQuery({
    queryKey: ['schedules'],
    queryFn: () =>
      answerOf(api.GET('/api/v1/analytics/v2/export-schedules', { params: { query: { limit: 200 } } })),
  });
  const remove = useMutation({
    mutationFn: (schedule_id: string) =>
      answerOf(
        api.DELETE('/api/v1/analytics/v2/export-schedules/{schedule_id}', {
          params: { path: { schedule_id } },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['schedules'] }),
  });
  return (
    <Panel
      title={t('reports.schedules')}
      lead={t('reports.schedules_lead')}
      actions={
        <Button size="xs" variant="default" onClick={open}>
          {t('reports.new_schedule')}
        </Button>
      }
    >
      {remove.isError && <ProblemNote error={remove.error} />}
      <Answer
        query={schedules}
        height={160}
        isEmpty={({ items }) => items.length === 0}
        empty={t('reports.no_schedules')}
      >
        {({ items }) => (
          <DataTable<Schedule>
            caption={t('reports.schedules')}
            columns={[
              { key: 'name', header: t('reports.name'), cell: ({ name }) => name, heading: true },
              {
                key: 'what',
                header: t('reports.report'),
                cell: ({ report_type, format }) =>
                  `${t(`reports.types.${report_type}`)}, ${format.toUpperCase()}`,
              },
              {
                key: 'period',
                header: t('reports.period'),
                cell: ({ period }) => t(`reports.periods.${period}`),
              },
              {
                key: 'cron',
                header: t('reports.when'),
                cell: ({ cron, timezone }) => `${cron} (${timezone})`,
              },
              {
                key: 'next',
                header: t('reports.next_run'),
                cell: (row) => formats.moment(row.next_run_at),
                numeric: true,
              },
              {
                key: 'to',
                header: t('reports.recipients'),
                cell: ({ recipients }) => recipients.join(', ') || '–',
              },
              {
                key: 'remove',
                header: <span className="visually-hidden">{t('reports.remove')}</span>,
                numeric: true,
                cell: ({ schedule_id, name }) => (
                  <ConfirmButton
                    text={t('reports.remove')}
                    title={t('reports.remove_schedule', { name })}
                    onConfirm={() => remove.mutateAsync(schedule_id)}
                  >
                    <Text size="sm">{t('reports.remove_schedule_text')}</Text>
                  </ConfirmButton>
                ),
              },
            ]}
            rows={items}
            keyOf={({ schedule_id }) => schedule_id}
          />
        )}
      </Answer>
      <Modal
        opened={making}
        onClose={close}
        title={t('reports.new_schedule')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <NewSchedule onDone={close} />
      </Modal>
    </Panel>
  );
}
