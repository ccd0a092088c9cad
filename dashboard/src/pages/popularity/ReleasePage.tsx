import { Anchor, Select, SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { answerOf, api } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { Figures } from '../../parts/Figures';
import { NumberField } from '../../parts/NumberField';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { Trend } from '../../parts/Trend';
import { oneOf, useUrlState, whole } from '../../parts/url-state';
import { ForecastChart } from './ForecastChart';
import { ForecastTrust } from './ForecastTrust';

const MODELS = ['auto', 'seasonal', 'linear'] as const;
const LEVELS = ['80', '50', '90', '95', '99'] as const;
const HISTORIES = ['90', '30', '180', '365'] as const;

export function Component() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { releaseId = '' } = useParams();
  const [params, change] = useUrlState();
  const days = oneOf(params.get('days'), HISTORIES);
  const level = oneOf(params.get('level'), LEVELS);
  const body = {
    release_id: releaseId,
    prediction_horizon_days: whole(params.get('horizon'), 1, 90, 14),
    model: oneOf(params.get('model'), MODELS),
    confidence_level: Number(level) / 100,
  };
  const history = useQuery({
    queryKey: ['release-views', releaseId, days],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/catalogue/releases/{release_id}/views', {
          params: { path: { release_id: releaseId }, query: { days: Number(days) } },
        }),
      ),
    placeholderData: (before) => before,
  });
  const forecast = useQuery({
    queryKey: ['prediction', body],
    queryFn: () => answerOf(api.POST('/api/v1/analytics/v2/predictions/popularity', { body })),
    placeholderData: (before) => (before?.release_id === releaseId ? before : undefined),
  });
  const expected = forecast.data?.predictions.reduce((sum, { predicted_views }) => sum + predicted_views, 0);

  return (
    <Page
      title={history.data?.title ?? t('popularity.release')}
      lead={
        <Anchor component={Link} to="/popularity" size="sm">
          ← {t('popularity.back')}
        </Anchor>
      }
    >
      <Panel>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          <NumberField
            label={t('popularity.horizon_days')}
            min={1}
            max={90}
            value={body.prediction_horizon_days}
            onCommit={(horizon) => change({ horizon: String(horizon) })}
          />
          <Select
            label={t('popularity.model')}
            allowDeselect={false}
            data={MODELS.map((value) => ({ value, label: t(`popularity.models.${value}`) }))}
            value={body.model}
            onChange={(model) => change({ model })}
          />
          <Select
            label={t('popularity.level')}
            allowDeselect={false}
            data={[...LEVELS].sort().map((value) => ({ value, label: formats.share(Number(value) / 100) }))}
            value={level}
            onChange={(value) => change({ level: value })}
          />
          <Select
            label={t('popularity.history')}
            allowDeselect={false}
            data={[...HISTORIES]
              .sort((a, b) => Number(a) - Number(b))
              .map((value) => ({ value, label: t('common.days', { count: Number(value) }) }))}
            value={days}
            onChange={(value) => change({ days: value })}
          />
        </SimpleGrid>
      </Panel>
      <Answer query={forecast} height={120}>
        {(prediction) => (
          <Figures
            items={[
              { label: t('popularity.total'), value: formats.count(prediction.current_views) },
              {
                label: t('popularity.expected', { count: prediction.prediction_horizon_days }),
                value: formats.count(expected),
              },
              { label: t('popularity.trend'), value: <Trend trend={prediction.trend} /> },
              {
                label: t('popularity.confidence'),
                value: formats.share(prediction.confidence_score),
                note: t('popularity.confidence_note'),
              },
            ]}
          />
        )}
      </Answer>
      <Panel
        title={t('popularity.chart')}
        lead={t('popularity.chart_lead', { level: formats.share(body.confidence_level) })}
      >
        <Answer query={history} height={360}>
          {(views) => <ForecastChart views={views} prediction={forecast.data} />}
        </Answer>
      </Panel>
      {forecast.data && <ForecastTrust prediction={forecast.data} />}
    </Page>
  );
}
