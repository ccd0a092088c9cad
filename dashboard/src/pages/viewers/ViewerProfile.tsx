import { SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { Figures } from '../../parts/Figures';
import { Panel } from '../../parts/Panel';
import { ChurnPanel } from './ChurnPanel';
import { FavouriteGenres } from './FavouriteGenres';
import { HoursChart } from './HoursChart';
import { Recommendations } from './Recommendations';

interface ViewerProfileProps {
  userId: string;
  /** Viewers themselves are not told that they are about to leave. */
  forAdmin?: boolean;
}

export function ViewerProfile({ userId, forAdmin = false }: ViewerProfileProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const analytics = useQuery({
    queryKey: ['viewer', userId],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/analytics/v2/users/{user_id}/analytics', {
          params: { path: { user_id: userId }, query: { include_predictions: true, genre_limit: 8 } },
        }),
      ),
  });
  return (
    <Answer query={analytics} height={560}>
      {(viewer) => (
        <>
          <Figures
            items={[
              { label: t('viewers.views'), value: formats.count(viewer.total_views) },
              {
                label: t('viewers.watch_time'),
                value: t('common.hours', { hours: formats.decimal(viewer.total_watch_time_minutes / 60, 1) }),
              },
              { label: t('viewers.completion'), value: formats.percent(viewer.average_completion_rate) },
              {
                label: t('viewers.engagement'),
                value: formats.share(viewer.engagement_score),
                note: t('viewers.engagement_note'),
              },
              {
                label: t('viewers.last_seen'),
                value:
                  viewer.days_since_last_activity === null
                    ? t('viewers.never')
                    : t('viewers.days_ago', { count: viewer.days_since_last_activity }),
              },
            ]}
          />
          {forAdmin && <ChurnPanel viewer={viewer} />}
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <Panel title={t('viewers.hours')} lead={t('viewers.hours_lead', { timezone: viewer.timezone })}>
              <HoursChart hours={viewer.activity_patterns} />
            </Panel>
            <Panel title={t('viewers.genres')} lead={t('viewers.genres_lead')}>
              <FavouriteGenres genres={viewer.favorite_genres} />
            </Panel>
          </SimpleGrid>
          <Panel title={t('viewers.recommendations')} lead={t('viewers.recommendations_lead')}>
            <Recommendations releases={viewer.recommended_releases} linked={forAdmin} />
          </Panel>
        </>
      )}
    </Answer>
  );
}
