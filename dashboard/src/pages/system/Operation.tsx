import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { Answer, EmptyNote } from '../../parts/Answer';
import { DataTable } from '../../parts/DataTable';
import { Figures } from '../../parts/Figures';
import { Panel } from '../../parts/Panel';
import { type JobFigures, operationFigures } from './prometheus';

const REFRESH_MS = 15_000;
const MEBIBYTE = 1024 ** 2;

/** How the process does that has answered: with replicas it is one of several. */
export function Operation() {
  const { t } = useTranslation();
  const formats = useFormats();
  const metrics = useQuery({
    queryKey: ['metrics'],
    queryFn: async () => operationFigures(await answerOf<string>(api.GET('/metrics', { parseAs: 'text' }))),
    refetchInterval: REFRESH_MS,
  });
  return (
    <Panel title={t('system.operation')} lead={t('system.operation_lead')}>
      <Answer query={metrics} height={220}>
        {({ hitRate, lookups, memoryBytes, startedAt, refused, jobs }) => (
          <Stack gap="md">
            <Figures
              items={[
                {
                  label: t('system.hit_rate'),
                  value: formats.share(hitRate, 1),
                  note: t('system.lookups', { count: lookups }),
                },
                {
                  label: t('system.memory'),
                  value:
                    memoryBytes === null
                      ? '–'
                      : t('system.mebibytes', { size: formats.count(memoryBytes / MEBIBYTE) }),
                },
                { label: t('system.refused'), value: formats.count(refused), note: t('system.refused_note') },
                {
                  label: t('system.started'),
                  value: formats.time(startedAt),
                  note: formats.day(startedAt),
                },
              ]}
            />
            {jobs.length === 0 ? (
              <EmptyNote>{t('system.no_jobs')}</EmptyNote>
            ) : (
              <DataTable<JobFigures>
                caption={t('system.jobs')}
                columns={[
                  { key: 'kind', header: t('system.job'), cell: ({ kind }) => kind, heading: true },
                  {
                    key: 'done',
                    header: t('system.completed'),
                    cell: (job) => formats.count(job.completed),
                    numeric: true,
                  },
                  {
                    key: 'failed',
                    header: t('system.failed'),
                    cell: (job) => formats.count(job.failed),
                    numeric: true,
                  },
                  {
                    key: 'last',
                    header: t('system.last_success'),
                    cell: (job) => formats.moment(job.lastSuccess),
                    numeric: true,
                  },
                ]}
                rows={jobs}
                keyOf={({ kind }) => kind}
              />
            )}
          </Stack>
        )}
      </Answer>
    </Panel>
  );
}
