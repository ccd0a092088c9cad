import { Alert, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Mark } from '../../parts/Badges';
import { Figures } from '../../parts/Figures';
import { Panel } from '../../parts/Panel';

/** Who wins, or why nobody does, and what speaks against trusting the figures. */
export function VerdictPanel({ results }: { results: ExperimentResults }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { verdict, recommendation, warnings, srm, sample_size, statistical_significance, inference } =
    results;
  const nameOf = (id: string | null) =>
    results.variants.find(({ variant_id }) => variant_id === id)?.variant_name ?? id;
  const users = results.variants.reduce((sum, { users_count }) => sum + users_count, 0);
  // Looks before the planned size find winners by chance, unless the method allows for them.
  const isPeeking =
    inference === 'fixed' && results.status !== 'completed' && (sample_size?.missing_users ?? 0) > 0;

  return (
    <Panel
      title={
        results.winner_variant_id
          ? t('experiments.winner', { name: nameOf(results.winner_variant_id) })
          : t('experiments.no_winner')
      }
      actions={
        <Mark tone={results.winner_variant_id ? 'good' : 'neutral'}>
          {t(`experiments.verdicts.${verdict.reason}`)}
        </Mark>
      }
    >
      <Stack>
        <Text maw={760}>{recommendation}</Text>
        {srm?.mismatch && (
          <Alert color="red" variant="light" role="alert" title={t('experiments.srm')}>
            {t('experiments.srm_text', { p: formats.pValue(srm.p_value) })}
          </Alert>
        )}
        {isPeeking && (
          <Alert color="yellow" variant="light" role="note" title={t('experiments.peeking')}>
            {t('experiments.peeking_text')}
          </Alert>
        )}
        {warnings.length > 0 && (
          <List size="sm" spacing={4}>
            {warnings.map((code) => (
              <List.Item key={code}>{t(`experiments.warnings.${code}`)}</List.Item>
            ))}
          </List>
        )}
        <Figures
          items={[
            { label: t('experiments.users'), value: formats.count(users) },
            {
              label: t('experiments.p_value'),
              value: formats.pValue(statistical_significance),
              note: t(results.is_significant ? 'experiments.significant' : 'experiments.not_significant'),
            },
            {
              label: t('experiments.required'),
              value: formats.count(sample_size?.required_per_variant),
              note: sample_size ? t('experiments.missing', { count: sample_size.missing_users }) : undefined,
            },
            {
              label: t('experiments.days_left'),
              value: formats.count(sample_size?.days_left),
              note: t('experiments.at_this_pace'),
            },
          ]}
        />
        <Group gap="md">
          {srm && !srm.mismatch && (
            <Text size="sm" c="dimmed">
              {t('experiments.srm_fine', { p: formats.decimal(srm.p_value, 3) })}
            </Text>
          )}
          {results.multiple_exposures > 0 && (
            <Text size="sm" c="dimmed">
              {t('experiments.multiple', { count: results.multiple_exposures })}
            </Text>
          )}
          {results.cuped && (
            <Text size="sm" c="dimmed">
              {t('experiments.cuped_gain', { share: formats.share(results.cuped.variance_reduction) })}
            </Text>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
