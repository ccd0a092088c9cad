import { Button, Group, Select, SimpleGrid, Stack, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { ProblemNote } from '../../parts/ProblemNote';
import { ExperimentSelect } from './ExperimentSelect';
import { FORMATS, PERIODS, REPORT_TYPES } from './report-types';

const EVERY_MONDAY = '0 8 * * 1';
const known = <Value extends string>(values: readonly Value[], value: string | null, otherwise: Value) =>
  values.find((candidate) => candidate === value) ?? otherwise;

export function NewSchedule({ onDone }: { onDone: () => void }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [type, setType] = useState<(typeof REPORT_TYPES)[number]>('cohorts');
  const [format, setFormat] = useState<(typeof FORMATS)[number]>('pdf');
  const [period, setPeriod] = useState<(typeof PERIODS)[number]>('last_week');
  const [test, setTest] = useState<string | null>(null);
  const [recipients, setRecipients] = useState<string[]>([]);
  const create = useMutation({
    mutationFn: (given: { name: string; cron: string }) =>
      answerOf(
        api.POST('/api/v1/analytics/v2/export-schedules', {
          body: {
            ...given,
            report_type: type,
            format,
            period,
            recipients,
            timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
            locale: i18n.language === 'ru' ? 'ru' : 'en',
            ...(type === 'ab_test' && test && { ab_test_id: test }),
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['schedules'] });
      onDone();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    create.mutate({ name: form.get('name') as string, cron: form.get('cron') as string });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {create.isError && <ProblemNote error={create.error} />}
        <TextInput name="name" label={t('reports.name')} required maxLength={100} data-autofocus />
        <Select
          label={t('reports.type')}
          allowDeselect={false}
          data={REPORT_TYPES.map((value) => ({ value, label: t(`reports.types.${value}`) }))}
          value={type}
          onChange={(value) => setType(known(REPORT_TYPES, value, type))}
        />
        {type === 'ab_test' && <ExperimentSelect value={test} onChange={setTest} />}
        <SimpleGrid cols={2}>
          <Select
            label={t('reports.period')}
            allowDeselect={false}
            data={PERIODS.map((value) => ({ value, label: t(`reports.periods.${value}`) }))}
            value={period}
            onChange={(value) => setPeriod(known(PERIODS, value, period))}
          />
          <Select
            label={t('reports.format')}
            allowDeselect={false}
            data={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
            value={format}
            onChange={(value) => setFormat(known(FORMATS, value, format))}
          />
        </SimpleGrid>
        <TextInput
          name="cron"
          label={t('reports.cron')}
          description={t('reports.cron_hint', { timezone: Intl.DateTimeFormat().resolvedOptions().timeZone })}
          defaultValue={EVERY_MONDAY}
          required
        />
        <TagsInput
          label={t('reports.recipients')}
          description={t('reports.recipients_hint')}
          value={recipients}
          onChange={setRecipients}
          maxTags={20}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={type === 'ab_test' && !test}>
            {t('common.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
