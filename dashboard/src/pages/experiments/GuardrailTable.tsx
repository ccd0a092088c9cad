import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Mark, type Tone } from '../../parts/Badges';
import { DataTable } from '../../parts/DataTable';

type Verdict = ExperimentResults['guardrails'][number]['variants'][number];

interface Row extends Verdict {
  readonly metric: string;
  readonly margin: number;
}

const TONES: Record<Verdict['verdict'], Tone> = { pass: 'good', fail: 'bad', inconclusive: 'neutral' };

export function GuardrailTable({ results }: { results: ExperimentResults }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const rows = results.guardrails.flatMap(({ metric_name, margin, variants }) =>
    variants.map((variant) => ({ ...variant, metric: metric_name, margin })),
  );
  const nameOf = (id: string) =>
    results.variants.find(({ variant_id }) => variant_id === id)?.variant_name ?? id;
  const percent = (value: number | null) => formats.signedPercent(value === null ? null : 100 * value);
  return (
    <DataTable<Row>
      caption={t('experiments.guardrails')}
      columns={[
        { key: 'metric', header: t('experiments.metric'), cell: ({ metric }) => metric, heading: true },
        {
          key: 'variant',
          header: t('experiments.variant_name'),
          cell: ({ variant_id }) => nameOf(variant_id),
        },
        {
          key: 'verdict',
          header: t('experiments.verdict'),
          cell: ({ verdict }) => (
            <Mark tone={TONES[verdict]}>{t(`experiments.guardrail_verdicts.${verdict}`)}</Mark>
          ),
        },
        { key: 'lift', header: t('experiments.lift'), cell: ({ lift }) => percent(lift), numeric: true },
        { key: 'worst', header: t('experiments.worst'), cell: ({ worst }) => percent(worst), numeric: true },
        {
          key: 'margin',
          header: t('experiments.margin'),
          cell: ({ margin }) => formats.share(margin, 1),
          numeric: true,
        },
      ]}
      rows={rows}
      keyOf={({ metric, variant_id }) => `${metric} ${variant_id}`}
    />
  );
}
