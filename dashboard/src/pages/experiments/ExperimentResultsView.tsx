import { Select, SimpleGrid, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import type { Experiment } from '../../api/models';
import { Answer, EmptyNote } from '../../parts/Answer';
import { Panel } from '../../parts/Panel';
import { oneOf, useUrlState } from '../../parts/url-state';
import { ComparisonTable } from './ComparisonTable';
import { DailyChart } from './DailyChart';
import { VIEW_METRICS } from './draft';
import { GuardrailTable } from './GuardrailTable';
import { VariantTable } from './VariantTable';
import { VerdictPanel } from './VerdictPanel';

const REFRESH_MS = 15_000;

/** What one metric says about an experiment; which metric, and how, stands in the address. */
export function ExperimentResultsView({ test }: { test: Experiment }) {
  const { t } = useTranslation();
  const [params, change] = useUrlState();
  const metrics = [
    ...new Set([test.primary_metric, ...test.metrics.map(({ metric_name }) => metric_name), ...VIEW_METRICS]),
  ];
  const metric_name = params.get('metric') ?? test.primary_metric;
  const inference = oneOf(params.get('inference'), [test.inference, 'fixed', 'sequential']);
  const cuped = params.get('cuped') === 'true';
  const winsorize = params.get('winsorize') === 'true' ? 0.99 : undefined;
  const path = { test_id: test.test_id };
  const results = useQuery({
    queryKey: ['experiments', test.test_id, 'metrics', { metric_name, inference, cuped, winsorize }],
    enabled: test.status !== 'draft',
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/analytics/v2/ab-tests/{test_id}/metrics', {
          params: { path, query: { metric_name, inference, cuped, winsorize } },
        }),
      ),
    placeholderData: (before) => before,
    refetchInterval: test.status === 'running' ? REFRESH_MS : false,
  });
  const daily = useQuery({
    queryKey: ['experiments', test.test_id, 'daily', { metric_name, inference }],
    enabled: test.status !== 'draft',
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/analytics/v2/ab-tests/{test_id}/metrics/daily', {
          params: { path, query: { metric_name, inference } },
        }),
      ),
    placeholderData: (before) => before,
    refetchInterval: test.status === 'running' ? REFRESH_MS : false,
  });

  if (test.status === 'draft') {
    return (
      <Panel>
        <EmptyNote>{t('experiments.not_started')}</EmptyNote>
      </Panel>
    );
  }
  return (
    <>
      <Panel>
        <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
          <Select
            label={t('experiments.metric')}
            allowDeselect={false}
            data={metrics.includes(metric_name) ? metrics : [metric_name, ...metrics]}
            value={metric_name}
            onChange={(metric) => change({ metric })}
          />
          <Select
            label={t('experiments.inference')}
            allowDeselect={false}
            data={(['fixed', 'sequential'] as const).map((value) => ({
              value,
              label: t(`experiments.inferences.${value}`),
            }))}
            value={inference}
            onChange={(value) => change({ inference: value })}
          />
          <Switch
            label={t('experiments.cuped')}
            description={t('experiments.cuped_hint')}
            checked={cuped}
            onChange={({ currentTarget: { checked } }) => change({ cuped: checked ? 'true' : null })}
          />
          <Switch
            label={t('experiments.winsorize')}
            description={t('experiments.winsorize_hint')}
            checked={winsorize !== undefined}
            onChange={({ currentTarget: { checked } }) => change({ winsorize: checked ? 'true' : null })}
          />
        </SimpleGrid>
      </Panel>
      <Answer query={results} height={520}>
        {(found) => (
          <>
            <VerdictPanel results={found} />
            <Panel title={t('experiments.variants')}>
              <VariantTable results={found} />
            </Panel>
            <Panel title={t('experiments.comparisons')} lead={t('experiments.comparisons_lead')}>
              <ComparisonTable results={found} />
            </Panel>
            {found.guardrails.length > 0 && (
              <Panel title={t('experiments.guardrails')} lead={t('experiments.guardrails_results')}>
                <GuardrailTable results={found} />
              </Panel>
            )}
          </>
        )}
      </Answer>
      <Panel title={t('experiments.daily')} lead={t('experiments.daily_lead')}>
        <Answer
          query={daily}
          height={300}
          isEmpty={({ days }) => days.length === 0}
          empty={t('experiments.no_days')}
        >
          {({ days, metric_kind }) => (
            <DailyChart days={days} variants={test.variants} isProportion={metric_kind === 'proportion'} />
          )}
        </Answer>
      </Panel>
    </>
  );
}
