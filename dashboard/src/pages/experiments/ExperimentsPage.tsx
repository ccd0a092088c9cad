import { Anchor, Button, Select } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answerOf, api } from '../../api/client';
import type { Experiment } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { DataTable } from '../../parts/DataTable';
import { MoreButton } from '../../parts/MoreButton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { oneOf, useUrlState } from '../../parts/url-state';
import { Stage } from './Stage';

const STATUSES = ['all', 'running', 'draft', 'paused', 'completed'] as const;

export function Component() {
  const { t } = useTranslation();
  const formats = useFormats();
  const [params, change] = useUrlState();
  const status = oneOf(params.get('status'), STATUSES);
  const asked = { status: status === 'all' ? undefined : status, limit: 50 };
  const experiments = useInfiniteQuery({
    queryKey: ['experiments', 'list', asked],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answerOf(api.GET('/api/v1/analytics/v2/ab-tests', { params: { query: { ...asked, cursor } } })),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
  return (
    <Page
      title={t('experiments.title')}
      lead={t('experiments.lead')}
      actions={
        <Button component={Link} to="/experiments/new">
          {t('experiments.new')}
        </Button>
      }
    >
      <Panel>
        <Select
          mb="md"
          maw={240}
          label={t('experiments.status')}
          allowDeselect={false}
          data={STATUSES.map((value) => ({ value, label: t(`experiments.statuses.${value}`) }))}
          value={status}
          onChange={(value) => change({ status: value })}
        />
        <Answer
          query={experiments}
          height={320}
          isEmpty={({ pages }) => pages[0]?.items.length === 0}
          empty={t('experiments.empty')}
        >
          {({ pages }) => (
            <>
              <DataTable<Experiment>
                caption={t('experiments.title')}
                columns={[
                  {
                    key: 'name',
                    header: t('experiments.name'),
                    heading: true,
                    cell: ({ test_id, name }) => (
                      <Anchor component={Link} to={`/experiments/${test_id}`} fw={500}>
                        {name}
                      </Anchor>
                    ),
                  },
                  {
                    key: 'status',
                    header: t('experiments.status'),
                    cell: (row) => <Stage status={row.status} />,
                  },
                  {
                    key: 'variants',
                    header: t('experiments.variants'),
                    cell: ({ variants }) => variants.map(({ variant_name }) => variant_name).join(', '),
                  },
                  {
                    key: 'metric',
                    header: t('experiments.primary'),
                    cell: ({ primary_metric }) => primary_metric,
                  },
                  {
                    key: 'start',
                    header: t('experiments.started'),
                    cell: (row) => formats.day(row.start_date),
                    numeric: true,
                  },
                  {
                    key: 'end',
                    header: t('experiments.ended'),
                    cell: (row) => formats.day(row.end_date),
                    numeric: true,
                  },
                ]}
                rows={pages.flatMap(({ items }) => items)}
                keyOf={({ test_id }) => test_id}
              />
              <MoreButton query={experiments} />
            </>
          )}
        </Answer>
      </Panel>
    </Page>
  );
}
