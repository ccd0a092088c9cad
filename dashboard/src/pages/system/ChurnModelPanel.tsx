import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ChurnModel } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Figures } from '../../parts/Figures';
import { Panel } from '../../parts/Panel';
import { ReliabilityChart } from './ReliabilityChart';

export function ChurnModelPanel({ model }: { model: ChurnModel }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { calibration, model_version, trained_at, viewers } = model;
  return (
    <Panel
      title={t('system.churn_model')}
      lead={t('system.churn_model_lead', { version: model_version, moment: formats.moment(trained_at) })}
    >
      {calibration ? (
        <Stack>
          <Figures
            items={[
              {
                label: t('system.brier'),
                value: formats.decimal(calibration.brier_score, 3),
                note: t('system.brier_note', { rule: formats.decimal(calibration.rule_brier_score, 3) }),
              },
              {
                label: t('system.stayed_away'),
                value: formats.percent(calibration.stayed_away),
                note: t('system.held_out', { count: calibration.held_out_days }),
              },
              { label: t('system.viewers'), value: formats.count(viewers) },
            ]}
          />
          <Text size="sm" c="dimmed" maw={680}>
            {t('system.reliability_lead')}
          </Text>
          <ReliabilityChart bins={calibration.reliability} />
        </Stack>
      ) : (
        <Text c="dimmed">{t('system.no_calibration')}</Text>
      )}
    </Panel>
  );
}
