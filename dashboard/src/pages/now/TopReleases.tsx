import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormats } from '../../i18n/format';
import { EmptyNote } from '../../parts/Answer';
import { DataTable } from '../../parts/DataTable';
import type { Frame } from './live-state';

type Top = NonNullable<Frame['top_releases']>[number];

export function TopReleases({ releases }: { releases: readonly Top[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  if (releases.length === 0) return <EmptyNote>{t('now.no_views')}</EmptyNote>;
  return (
    <DataTable<Top>
      caption={t('now.top')}
      columns={[
        {
          key: 'title',
          header: t('popularity.release'),
          heading: true,
          cell: ({ release_id, title }) => (
            <Anchor component={Link} to={`/popularity/${release_id}`} fw={500}>
              {title ?? release_id.slice(0, 8)}
            </Anchor>
          ),
        },
        { key: 'views', header: t('now.views'), cell: ({ views }) => formats.count(views), numeric: true },
      ]}
      rows={releases}
      keyOf={({ release_id }) => release_id}
    />
  );
}
