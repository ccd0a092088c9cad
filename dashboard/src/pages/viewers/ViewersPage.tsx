import { Anchor, SegmentedControl, Select, Group, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answerOf, api } from '../../api/client';
import type { ViewerAtRisk } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { DataTable } from '../../parts/DataTable';
import { MoreButton } from '../../parts/MoreButton';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { oneOf, useUrlState } from '../../parts/url-state';
import { OrderReportButton } from '../reports/OrderReportButton';
import { FindViewer } from './FindViewer';
import { Reasons } from './Reasons';
import { Risk } from './Risk';

const RISKS = ['high', 'medium', 'low', 'any'] as const;
const SORTS = ['churn_probability', 'last_activity', 'total_views'] as const;

export function Component() {
  const { t } = useTranslation();
  const formats = useFormats();
  const [params, change] = useUrlState();
  const risk = oneOf(params.get('risk'), RISKS);
  const sort = oneOf(params.get('sort'), SORTS);
  const asked = { churn_risk: risk === 'any' ? undefined : risk, sort, limit: 50 };
  const viewers = useInfiniteQuery({
    queryKey: ['viewers', asked],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answerOf(api.GET('/api/v1/analytics/v2/users', { params: { query: { ...asked, cursor } } })),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });

  return (
    <Page
      title={t('viewers.title')}
      lead={t('viewers.lead')}
      actions={
        <>
          <FindViewer />
          <OrderReportButton reportType="users" />
        </>
      }
    >
      <Panel>
        <Group align="flex-end" gap="md" mb="md">
          <div>
            <Text size="sm" fw={500} mb={4} id="risk-filter">
              {t('viewers.risk')}
            </Text>
            <SegmentedControl
              aria-labelledby="risk-filter"
              data={RISKS.map((value) => ({ value, label: t(`viewers.risks.${value}`) }))}
              value={risk}
              onChange={(value) => change({ risk: value })}
            />
          </div>
          <Select
            label={t('viewers.sort')}
            allowDeselect={false}
            data={SORTS.map((value) => ({ value, label: t(`viewers.sorts.${value}`) }))}
            value={sort}
            onChange={(value) => change({ sort: value })}
          />
        </Group>
        <Answer
          query={viewers}
          height={640}
          isEmpty={({ pages }) => pages[0]?.items.length === 0}
          empty={t('viewers.empty')}
        >
          {({ pages }) => (
            <>
              <DataTable<ViewerAtRisk>
                caption={t('viewers.title')}
                columns={[
                  {
                    key: 'name',
                    header: t('viewers.viewer'),
                    heading: true,
                    cell: ({ user_id, name }) => (
                      <Anchor component={Link} to={`/viewers/${user_id}`} fw={500}>
                        {name ?? user_id.slice(0, 8)}
                      </Anchor>
                    ),
                  },
                  {
                    key: 'risk',
                    header: t('viewers.risk'),
                    cell: ({ churn_risk }) => <Risk risk={churn_risk} />,
                  },
                  {
                    key: 'probability',
                    header: t('viewers.probability'),
                    numeric: true,
                    sorted: sort === 'churn_probability' ? 'descending' : undefined,
                    cell: ({ churn_probability }) => formats.share(churn_probability, 1),
                  },
                  {
                    key: 'reasons',
                    header: t('viewers.why'),
                    cell: ({ churn_reasons }) => <Reasons reasons={churn_reasons} />,
                  },
                  {
                    key: 'views',
                    header: t('viewers.views'),
                    numeric: true,
                    sorted: sort === 'total_views' ? 'descending' : undefined,
                    cell: ({ total_views }) => formats.count(total_views),
                  },
                  {
                    key: 'last',
                    header: t('viewers.last_view'),
                    numeric: true,
                    sorted: sort === 'last_activity' ? 'descending' : undefined,
                    cell: ({ last_viewed_at }) => formats.day(last_viewed_at),
                  },
                  {
                    key: 'since',
                    header: t('viewers.since'),
                    numeric: true,
                    cell: ({ registered_at }) => formats.day(registered_at),
                  },
                ]}
                rows={pages.flatMap(({ items }) => items)}
                keyOf={({ user_id }) => user_id}
              />
              <MoreButton query={viewers} />
            </>
          )}
        </Answer>
      </Panel>
    </Page>
  );
}
