import { Anchor, Progress, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import type { Export } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { Mark, type Tone } from '../../parts/Badges';
import { ConfirmButton } from '../../parts/ConfirmButton';
import { DataTable } from '../../parts/DataTable';
import { MoreButton } from '../../parts/MoreButton';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { isUnderWay } from './is-under-way';

const TONES: Record<Export['state'], Tone> = {
  waiting: 'neutral',
  running: 'accent',
  ready: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};
const LOOK_AGAIN_MS = 2_000;

export function ReportList() {
  const { t } = useTranslation();
  const formats = useFormats();
  const queries = useQueryClient();
  const reports = useInfiniteQuery({
    queryKey: ['exports', 'list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answerOf(api.GET('/api/v1/analytics/v2/exports', { params: { query: { cursor, limit: 25 } } })),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some(isUnderWay)) ? LOOK_AGAIN_MS : false,
  });
  const remove = useMutation({
    mutationFn: (export_id: string) =>
      answerOf(api.DELETE('/api/v1/analytics/v2/exports/{export_id}', { params: { path: { export_id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exports'] }),
  });

  return (
    <Panel title={t('reports.list')} lead={t('reports.list_lead')}>
      {remove.isError && <ProblemNote error={remove.error} />}
      <Answer
        query={reports}
        height={240}
        isEmpty={({ pages }) => pages[0]?.items.length === 0}
        empty={t('reports.empty')}
      >
        {({ pages }) => (
          <>
            <DataTable<Export>
              caption={t('reports.list')}
              columns={[
                {
                  key: 'what',
                  header: t('reports.report'),
                  heading: true,
                  cell: ({ report_type, format }) =>
                    `${t(`reports.types.${report_type}`)}, ${format.toUpperCase()}`,
                },
                {
                  key: 'period',
                  header: t('reports.period'),
                  cell: (row) => `${formats.day(row.start_date)} – ${formats.day(row.end_date)}`,
                },
                {
                  key: 'state',
                  header: t('reports.state'),
                  cell: (row) =>
                    isUnderWay(row) ? (
                      <Progress value={row.progress} aria-label={t('reports.progress')} miw={90} />
                    ) : (
                      <Mark tone={TONES[row.state]}>{t(`reports.states.${row.state}`)}</Mark>
                    ),
                },
                {
                  key: 'rows',
                  header: t('reports.rows'),
                  cell: (row) => formats.count(row.row_count),
                  numeric: true,
                },
                {
                  key: 'size',
                  header: t('reports.size'),
                  cell: (row) => formats.bytes(row.file_size_bytes),
                  numeric: true,
                },
                {
                  key: 'ordered',
                  header: t('reports.ordered'),
                  cell: (row) => formats.moment(row.created_at),
                  numeric: true,
                },
                {
                  key: 'file',
                  header: t('reports.file'),
                  cell: ({ download_url, failure }) =>
                    download_url ? (
                      <Anchor href={download_url} download>
                        {t('reports.download')}
                      </Anchor>
                    ) : (
                      <Text size="sm" c="dimmed">
                        {failure?.message ?? '–'}
                      </Text>
                    ),
                },
                {
                  key: 'remove',
                  header: <span className="visually-hidden">{t('reports.remove')}</span>,
                  numeric: true,
                  cell: (row) => (
                    <ConfirmButton
                      text={t(isUnderWay(row) ? 'common.cancel' : 'reports.remove')}
                      title={t('reports.remove_title')}
                      onConfirm={() => remove.mutateAsync(row.export_id)}
                    >
                      <Text size="sm">{t('reports.remove_text')}</Text>
                    </ConfirmButton>
                  ),
                },
              ]}
              rows={pages.flatMap(({ items }) => items)}
              keyOf={({ export_id }) => export_id}
            />
            <MoreButton query={reports} />
          </>
        )}
      </Answer>
    </Panel>
  );
}
