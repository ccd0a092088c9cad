import { Anchor, Select, SimpleGrid } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { answerOf, api } from '../../api/client';
import type { RankedRelease } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { DataTable } from '../../parts/DataTable';
import { MoreButton } from '../../parts/MoreButton';
import { NumberField } from '../../parts/NumberField';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { ReleaseSelect } from '../../parts/ReleaseSelect';
import { Trend } from '../../parts/Trend';
import { oneOf, useUrlState, whole } from '../../parts/url-state';
import { OrderReportButton } from '../reports/OrderReportButton';

const SORTS = ['predicted_views', 'growth'] as const;
const HORIZONS = ['7', '14', '30', '90'] as const;

export function Component() {
  const { t } = useTranslation();
  const formats = useFormats();
  const navigate = useNavigate();
  const [params, change] = useUrlState();
  const sort = oneOf(params.get('sort'), SORTS);
  const horizon = oneOf(params.get('horizon'), HORIZONS);
  const asked = {
    sort,
    horizon_days: Number(horizon),
    // Growth from next to nothing says little.
    min_previous_views: whole(params.get('min_views'), 0, 1_000_000_000, sort === 'growth' ? 10 : 0),
    limit: 25,
  };
  const ranking = useInfiniteQuery({
    queryKey: ['leaderboard', asked],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answerOf(
        api.GET('/api/v1/analytics/v2/predictions/leaderboard', { params: { query: { ...asked, cursor } } }),
      ),
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });

  return (
    <Page
      title={t('popularity.title')}
      lead={t('popularity.lead')}
      actions={<OrderReportButton reportType="popularity" />}
    >
      <Panel>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          <ReleaseSelect
            label={t('popularity.search')}
            placeholder={t('popularity.search_placeholder')}
            value={null}
            onChange={(id) => id && void navigate(`/popularity/${id}?horizon=${horizon}`)}
          />
          <Select
            label={t('popularity.sort')}
            allowDeselect={false}
            data={SORTS.map((value) => ({ value, label: t(`popularity.sorts.${value}`) }))}
            value={sort}
            onChange={(value) => change({ sort: value })}
          />
          <Select
            label={t('popularity.horizon')}
            allowDeselect={false}
            data={HORIZONS.map((value) => ({ value, label: t('common.days', { count: Number(value) }) }))}
            value={horizon}
            onChange={(value) => change({ horizon: value })}
          />
          <NumberField
            label={t('popularity.min_views')}
            min={0}
            max={1_000_000_000}
            value={asked.min_previous_views}
            onCommit={(views) => change({ min_views: String(views) })}
          />
        </SimpleGrid>
      </Panel>
      <Panel title={t('popularity.ranking')} lead={t('popularity.ranking_lead', { count: Number(horizon) })}>
        <Answer
          query={ranking}
          height={640}
          isEmpty={({ pages }) => pages[0]?.items.length === 0}
          empty={t('popularity.empty')}
        >
          {({ pages }) => (
            <>
              <DataTable<RankedRelease>
                caption={t('popularity.ranking')}
                columns={[
                  {
                    key: 'title',
                    header: t('popularity.release'),
                    heading: true,
                    cell: ({ release_id, title }) => (
                      <Anchor component={Link} to={`/popularity/${release_id}?horizon=${horizon}`} fw={500}>
                        {title}
                      </Anchor>
                    ),
                  },
                  {
                    key: 'predicted',
                    header: t('popularity.predicted'),
                    numeric: true,
                    sorted: sort === 'predicted_views' ? 'descending' : undefined,
                    cell: ({ predicted_views }) => formats.count(predicted_views),
                  },
                  {
                    key: 'previous',
                    header: t('popularity.previous'),
                    numeric: true,
                    cell: ({ previous_views }) => formats.count(previous_views),
                  },
                  {
                    key: 'growth',
                    header: t('popularity.growth'),
                    numeric: true,
                    sorted: sort === 'growth' ? 'descending' : undefined,
                    cell: ({ growth }) => formats.signedPercent(growth),
                  },
                  {
                    key: 'trend',
                    header: t('popularity.trend'),
                    cell: ({ trend }) => <Trend trend={trend} />,
                  },
                  {
                    key: 'confidence',
                    header: t('popularity.confidence'),
                    numeric: true,
                    cell: ({ confidence_score }) => formats.share(confidence_score),
                  },
                  { key: 'genres', header: t('popularity.genres'), cell: ({ genres }) => genres.join(', ') },
                ]}
                rows={pages.flatMap(({ items }) => items)}
                keyOf={({ release_id }) => release_id}
              />
              <MoreButton query={ranking} />
            </>
          )}
        </Answer>
      </Panel>
    </Page>
  );
}
