import { Button, Group, SegmentedControl, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { ProblemNote } from '../../parts/ProblemNote';
import { beginOfDay, endOfDay } from '../../parts/zoned-day';
import { ExperimentSelect } from './ExperimentSelect';
import { FORMATS, REPORT_TYPES, type ReportType, usualPeriod } from './report-types';
import { ReportProgress } from './ReportProgress';

export interface ReportOrder {
  reportType: ReportType;
  /** Local days, inclusive. */
  from?: string;
  to?: string;
  timezone?: string;
  abTestId?: string;
}

export function OrderReport({ reportType, from, to, timezone = 'UTC', abTestId }: ReportOrder) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [type, setType] = useState(reportType);
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('xlsx');
  const [period, setPeriod] = useState(() => {
    const usual = usualPeriod(new Date());
    return { from: from ?? usual.from, to: to ?? usual.to };
  });
  const [test, setTest] = useState(abTestId ?? null);
  const order = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/analytics/v2/export', {
          body: {
            report_type: type,
            format,
            start_date: beginOfDay(period.from, timezone),
            end_date: endOfDay(period.to, timezone),
            locale: i18n.language === 'ru' ? 'ru' : 'en',
            ...(type === 'ab_test' && test && { ab_test_id: test }),
          },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['exports'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    order.mutate();
  };

  if (order.data) {
    return (
      <Stack>
        <ReportProgress exportId={order.data.export_id} />
        <Group justify="flex-end">
          <Button variant="default" onClick={order.reset}>
            {t('reports.another')}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {order.isError && <ProblemNote error={order.error} />}
        <Select
          label={t('reports.type')}
          description={t(`reports.type_hints.${type}`)}
          allowDeselect={false}
          data={REPORT_TYPES.map((value) => ({ value, label: t(`reports.types.${value}`) }))}
          value={type}
          onChange={(value) => setType(REPORT_TYPES.find((known) => known === value) ?? type)}
        />
        {type === 'ab_test' && <ExperimentSelect value={test} onChange={setTest} />}
        <SimpleGrid cols={2}>
          <TextInput
            type="date"
            label={t('retention.from')}
            required
            withAsterisk={false}
            max={period.to}
            value={period.from}
            onChange={({ currentTarget: { value } }) => setPeriod((before) => ({ ...before, from: value }))}
          />
          <TextInput
            type="date"
            label={t('retention.to')}
            required
            withAsterisk={false}
            min={period.from}
            value={period.to}
            onChange={({ currentTarget: { value } }) => setPeriod((before) => ({ ...before, to: value }))}
          />
        </SimpleGrid>
        <div>
          <Text size="sm" fw={500} mb={4} id="report-format">
            {t('reports.format')}
          </Text>
          <SegmentedControl
            aria-labelledby="report-format"
            data={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
            value={format}
            onChange={setFormat}
          />
        </div>
        <Group justify="flex-end">
          <Button type="submit" loading={order.isPending} disabled={type === 'ab_test' && !test}>
            {t('reports.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
