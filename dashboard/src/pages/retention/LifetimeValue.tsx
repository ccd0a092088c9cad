import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Cohort } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { EmptyNote } from '../../parts/Answer';
import { type Column, DataTable } from '../../parts/DataTable';
import { Panel } from '../../parts/Panel';

interface LifetimeValueProps {
  cohorts: readonly Cohort[];
  weeks: number;
  currency: string | null;
  onCurrency: (currency: string) => void;
}

/** What a user of each cohort has paid up to the end of each week, one currency at a time. */
export function LifetimeValue({ cohorts, weeks, currency: wanted, onCurrency }: LifetimeValueProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const known = [...new Set(cohorts.flatMap(({ ltv = [] }) => ltv.map((row) => row.currency)))].sort();
  const currency = wanted && known.includes(wanted) ? wanted : known[0];
  if (!currency) {
    return (
      <Panel title={t('retention.ltv')}>
        <EmptyNote>{t('retention.ltv_empty')}</EmptyNote>
      </Panel>
    );
  }

  const paidBy = ({ ltv = [] }: Cohort, week: number) =>
    ltv.find((row) => row.currency === currency && row.week === week)?.revenue_per_user_minor;
  const projected = ({ ltv_projection = [] }: Cohort) =>
    ltv_projection.find((row) => row.currency === currency);
  const ahead = cohorts.map(projected).find(Boolean)?.weeks_ahead;
  const columns: Column<Cohort>[] = [
    {
      key: 'cohort',
      header: t('retention.cohort'),
      cell: ({ cohort_period }) => cohort_period,
      heading: true,
    },
    {
      key: 'size',
      header: t('retention.size'),
      cell: ({ cohort_size }) => formats.count(cohort_size),
      numeric: true,
    },
    ...Array.from({ length: weeks + 1 }, (_, week) => ({
      key: `week-${week}`,
      header: t('retention.week_n', { week }),
      cell: (cohort: Cohort) => formats.money(paidBy(cohort, week), currency),
      numeric: true,
    })),
  ];
  if (ahead !== undefined) {
    columns.push({
      key: 'projection',
      header: t('retention.projection', { count: ahead }),
      cell: (cohort) => formats.money(projected(cohort)?.revenue_per_user_minor, currency),
      numeric: true,
    });
  }

  return (
    <Panel
      title={t('retention.ltv')}
      lead={t('retention.ltv_lead')}
      actions={
        known.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t('retention.currency')}
            data={known}
            value={currency}
            onChange={onCurrency}
          />
        )
      }
    >
      <DataTable
        caption={t('retention.ltv_caption', { currency })}
        columns={columns}
        rows={cohorts}
        keyOf={({ cohort_period }) => cohort_period}
      />
    </Panel>
  );
}
