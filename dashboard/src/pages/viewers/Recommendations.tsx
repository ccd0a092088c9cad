import { Anchor, List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ViewerAnalytics } from '../../api/models';
import { EmptyNote } from '../../parts/Answer';

interface RecommendationsProps {
  releases: ViewerAnalytics['recommended_releases'];
  /** Whether whoever looks may open the pages of releases. */
  linked: boolean;
}

export function Recommendations({ releases, linked }: RecommendationsProps) {
  const { t } = useTranslation();
  if (releases.length === 0) return <EmptyNote>{t('viewers.no_recommendations')}</EmptyNote>;
  return (
    <List type="ordered" spacing={6} size="md">
      {releases.map(({ release_id, title, genres }) => (
        <List.Item key={release_id}>
          {linked ? (
            <Anchor component={Link} to={`/popularity/${release_id}`} fw={500}>
              {title}
            </Anchor>
          ) : (
            <Text span fw={500}>
              {title}
            </Text>
          )}{' '}
          <Text span size="sm" c="dimmed">
            {genres.join(', ')}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
