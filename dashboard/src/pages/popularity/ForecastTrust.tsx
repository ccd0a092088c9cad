import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Prediction } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Panel } from '../../parts/Panel';
import { describeModel } from './describe-model';

/** How the forecast came about and how well its method has done, in plain words. */
export function ForecastTrust({ prediction }: { prediction: Prediction }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { backtest, model_version, history_days, trained_at } = prediction;
  const { kind, methods } = describeModel(model_version);
  const named = methods.map((method) => t(`popularity.methods.${method}`)).join(', ');

  return (
    <Panel title={t('popularity.trust')}>
      <List spacing="xs" size="md">
        <List.Item>
          {t(`popularity.model_words.${kind}`, { methods: named, count: history_days })}{' '}
          <Text span c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
            ({model_version})
          </Text>
        </List.Item>
        {backtest ? (
          <>
            <List.Item>
              {t('popularity.backtest_tried', { count: backtest.folds, days: backtest.horizon_days })}
            </List.Item>
            {backtest.wape !== null && (
              <List.Item>{t('popularity.backtest_wape', { wape: formats.share(backtest.wape) })}</List.Item>
            )}
            {backtest.mase !== null && (
              <List.Item>{t('popularity.backtest_mase', { mase: formats.decimal(backtest.mase) })}</List.Item>
            )}
            <List.Item>
              {t(backtest.beats_seasonal_naive ? 'popularity.backtest_beats' : 'popularity.backtest_loses')}
            </List.Item>
            {backtest.coverage !== null && (
              <List.Item>
                {t('popularity.backtest_coverage', { coverage: formats.share(backtest.coverage) })}
              </List.Item>
            )}
          </>
        ) : (
          <List.Item>{t('popularity.no_backtest')}</List.Item>
        )}
        <List.Item>{t('popularity.trained', { moment: formats.moment(trained_at) })}</List.Item>
      </List>
    </Panel>
  );
}
