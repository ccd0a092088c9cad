import { Autocomplete, Button, Group, NumberInput, Select, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../api/models';
import { VIEW_METRICS } from './draft';

type Metric = Experiment['metrics'][number];

interface GuardrailFieldsProps {
  guardrails: readonly Metric[];
  fixed: boolean;
  onChange: (guardrails: Metric[]) => void;
}

const USUAL_MARGIN = 0.05;

/** What must not get worse while the primary metric gets better. */
export function GuardrailFields({ guardrails, fixed, onChange }: GuardrailFieldsProps) {
  const { t } = useTranslation();
  const set = (place: number, patch: Partial<Metric>) =>
    onChange(guardrails.map((metric, index) => (index === place ? { ...metric, ...patch } : metric)));
  const add = () =>
    onChange([
      ...guardrails,
      {
        metric_name: 'watch_minutes_per_user',
        role: 'guardrail',
        direction: 'increase',
        margin: USUAL_MARGIN,
      },
    ]);
  return (
    <Stack gap="md">
      {guardrails.map((metric, place) => (
        <Group
          key={place}
          align="flex-end"
          gap="sm"
          role="group"
          aria-label={t('experiments.guardrail_n', { n: place + 1 })}
        >
          <Autocomplete
            label={t('experiments.metric')}
            flex="1 1 200px"
            required
            withAsterisk={false}
            disabled={fixed}
            data={VIEW_METRICS}
            value={metric.metric_name}
            onChange={(metric_name) => set(place, { metric_name })}
          />
          <Select
            label={t('experiments.better')}
            w={140}
            allowDeselect={false}
            disabled={fixed}
            data={(['increase', 'decrease'] as const).map((value) => ({
              value,
              label: t(`experiments.directions.${value}`),
            }))}
            value={metric.direction}
            onChange={(value) => set(place, { direction: value === 'decrease' ? 'decrease' : 'increase' })}
          />
          <NumberInput
            label={t('experiments.margin')}
            w={130}
            min={0}
            max={100}
            suffix=" %"
            disabled={fixed}
            value={Math.round(1000 * (metric.margin ?? USUAL_MARGIN)) / 10}
            onChange={(value) => set(place, { margin: Number(value) / 100 })}
          />
          {!fixed && (
            <Button
              variant="subtle"
              color="red"
              size="compact-sm"
              mb={6}
              onClick={() => onChange(guardrails.filter((_, index) => index !== place))}
            >
              {t('experiments.remove')}
            </Button>
          )}
        </Group>
      ))}
      {!fixed && (
        <div>
          <Button variant="default" size="xs" onClick={add}>
            {t('experiments.add_guardrail')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
