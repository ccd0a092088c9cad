import {
  Autocomplete,
  Button,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { type Draft, VIEW_METRICS } from './draft';
import { GuardrailFields } from './GuardrailFields';
import { VariantFields } from './VariantFields';

interface ExperimentFormProps {
  initial: Draft;
  /** Under way most of it stands fast: it would spoil what has been measured. */
  underWay: boolean;
  submitText: string;
  busy: boolean;
  error: unknown;
  onSubmit: (draft: Draft) => void;
  onCancel: () => void;
}

export function ExperimentForm({
  initial,
  underWay,
  submitText,
  busy,
  error,
  onSubmit,
  onCancel,
}: ExperimentFormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(initial);
  const set = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  const genres = useQuery({
    queryKey: ['genres'],
    queryFn: () => answerOf(api.GET('/api/v1/catalogue/genres')),
    staleTime: Infinity,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(draft);
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="lg">
        {error !== null && <ProblemNote error={error} />}
        <Panel title={t('experiments.what')} lead={underWay ? t('experiments.under_way') : undefined}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label={t('experiments.name')}
              required
              maxLength={200}
              value={draft.name}
              onChange={({ currentTarget: { value } }) => set({ name: value })}
            />
            <Autocomplete
              label={t('experiments.primary')}
              description={t('experiments.primary_hint')}
              required
              disabled={underWay}
              data={['conversion_rate', ...VIEW_METRICS]}
              value={draft.primaryMetric}
              onChange={(primaryMetric) => set({ primaryMetric })}
            />
            <Select
              label={t('experiments.inference')}
              description={t(`experiments.inference_hints.${draft.inference}`)}
              allowDeselect={false}
              disabled={underWay}
              data={(['fixed', 'sequential'] as const).map((value) => ({
                value,
                label: t(`experiments.inferences.${value}`),
              }))}
              value={draft.inference}
              onChange={(value) => set({ inference: value === 'sequential' ? 'sequential' : 'fixed' })}
            />
            <NumberInput
              label={t('experiments.effect')}
              description={t('experiments.effect_hint')}
              disabled={underWay}
              min={0.01}
              max={1000}
              suffix=" %"
              value={draft.effectPercent ?? ''}
              onChange={(value) => set({ effectPercent: typeof value === 'number' ? value : null })}
            />
          </SimpleGrid>
        </Panel>
        <Panel title={t('experiments.variants')} lead={t('experiments.variants_lead')}>
          <VariantFields
            variants={draft.variants}
            fixed={underWay}
            onChange={(variants) => set({ variants })}
          />
        </Panel>
        <Panel title={t('experiments.who')}>
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <NumberInput
              label={t('experiments.allocation')}
              min={0.1}
              max={100}
              suffix=" %"
              required
              value={draft.allocationPercent}
              onChange={(value) => set({ allocationPercent: Number(value) })}
            />
            <Select
              label={t('experiments.genre')}
              placeholder={t('experiments.anybody')}
              clearable
              searchable
              clearButtonProps={{ 'aria-label': t('common.clear') }}
              data={(genres.data?.items ?? []).map(({ name }) => name)}
              value={draft.genre}
              onChange={(genre) => set({ genre })}
            />
            <TextInput
              label={t('experiments.group')}
              placeholder={t('experiments.no_group')}
              disabled={underWay}
              value={draft.exclusionGroup}
              onChange={({ currentTarget: { value } }) => set({ exclusionGroup: value })}
            />
          </SimpleGrid>
        </Panel>
        <Panel title={t('experiments.guardrails')} lead={t('experiments.guardrails_lead')}>
          <GuardrailFields
            guardrails={draft.guardrails}
            fixed={underWay}
            onChange={(guardrails) => set({ guardrails })}
          />
        </Panel>
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {submitText}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
