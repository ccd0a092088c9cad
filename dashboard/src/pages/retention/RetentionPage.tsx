import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { Figures } from '../../parts/Figures';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { useUrlState } from '../../parts/url-state';
import { OrderReportButton } from '../reports/OrderReportButton';
import { LifetimeValue } from './LifetimeValue';
import { RetentionCurves } from './RetentionCurves';
import { RetentionHeatMap } from './RetentionHeatMap';
import { RetentionOptions } from './RetentionOptions';
import { readState, requestOf } from './retention-state';

export function Component() {
  const { t } = useTranslation();
  const formats = useFormats();
  const [params, change] = useUrlState();
  const [now] = useState(() => new Date());
  const state = useMemo(() => readState(params, now), [params, now]);

  useEffect(() => {
    // A link is to show the same weeks tomorrow.
    if (!params.has('from') || !params.has('to')) change({ from: state.from, to: state.to }, true);
  }, [params, change, state]);

  const body = requestOf(state);
  const cohorts = useQuery({
    queryKey: ['cohorts', body],
    queryFn: () => answerOf(api.POST('/api/v1/analytics/v2/cohorts', { body })),
    placeholderData: (before) => before,
  });

  return (
    <Page
      title={t('retention.title')}
      lead={t('retention.lead')}
      actions={
        <OrderReportButton
          key={`${state.from} ${state.to}`}
          reportType="cohorts"
          from={state.from}
          to={state.to}
          timezone={state.timezone}
        />
      }
    >
      <RetentionOptions state={state} change={change} />
      <Answer
        query={cohorts}
        height={480}
        isEmpty={({ cohorts: all }) => all.length === 0}
        empty={t('retention.empty')}
      >
        {(data) => (
          <>
            <Figures
              items={[
                {
                  label: t('retention.returning'),
                  value: formats.percent(data.returning_rate),
                  note: t('retention.returning_note'),
                },
                {
                  label: t('retention.overall'),
                  value: formats.percent(data.overall_retention_rate),
                  note: t('retention.overall_note'),
                },
                {
                  label: t('retention.users'),
                  value: formats.count(data.total_users_analyzed),
                  note: t('retention.as_of', { moment: formats.moment(data.as_of) }),
                },
              ]}
            />
            <Panel title={t('retention.by_week')} lead={t(`retention.explained_${state.retention}`)}>
              <RetentionHeatMap cohorts={data.cohorts} weeks={state.weeks} />
            </Panel>
            {state.weeks > 0 && (
              <Panel title={t('retention.curves')} lead={t('retention.curves_lead')}>
                <RetentionCurves cohorts={data.cohorts} weeks={state.weeks} />
              </Panel>
            )}
            {state.ltv && (
              <LifetimeValue
                cohorts={data.cohorts}
                weeks={state.weeks}
                currency={state.currency}
                onCurrency={(currency) => change({ currency })}
              />
            )}
          </>
        )}
      </Answer>
    </Page>
  );
}
