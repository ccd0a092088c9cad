import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { answerOf, api } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { EmptyNote } from '../../parts/Answer';
import { DataTable } from '../../parts/DataTable';
import type { Frame } from './live-state';

type Count = NonNullable<Frame['conversions']>[number];

export function Conversions({ counts }: { counts: readonly Count[] }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const tests = useQuery({
    queryKey: ['experiments', 'names'],
    enabled: counts.length > 0,
    queryFn: () => answerOf(api.GET('/api/v1/analytics/v2/ab-tests', { params: { query: { limit: 200 } } })),
  });
  if (counts.length === 0) return <EmptyNote>{t('now.no_conversions')}</EmptyNote>;
  const testOf = (id: string) => tests.data?.items.find(({ test_id }) => test_id === id);
  const variantOf = ({ test_id, variant_id }: Count) =>
    testOf(test_id)?.variants.find((variant) => variant.variant_id === variant_id)?.variant_name ??
    variant_id;
  return (
    <DataTable<Count>
      caption={t('now.conversions')}
      columns={[
        {
          key: 'test',
          header: t('now.experiment'),
          heading: true,
          cell: ({ test_id }) => (
            <Anchor component={Link} to={`/experiments/${test_id}`} fw={500}>
              {testOf(test_id)?.name ?? test_id.slice(0, 8)}
            </Anchor>
          ),
        },
        { key: 'variant', header: t('now.variant'), cell: variantOf },
        { key: 'count', header: t('now.count'), cell: ({ count }) => formats.count(count), numeric: true },
      ]}
      rows={counts}
      keyOf={({ test_id, variant_id }) => `${test_id} ${variant_id}`}
    />
  );
}
