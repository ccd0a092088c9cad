import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { Page } from '../../parts/Page';
import { OrderReportButton } from '../reports/OrderReportButton';
import { experimentQuery } from './experiment-query';
import { ExperimentResultsView } from './ExperimentResultsView';
import { LifeCycle } from './LifeCycle';
import { Stage } from './Stage';

export function Component() {
  const { t } = useTranslation();
  const formats = useFormats();
  const { testId = '' } = useParams();
  const experiment = useQuery(experimentQuery(testId));
  const test = experiment.data;
  return (
    <Page
      title={test?.name ?? t('experiments.one')}
      lead={
        <>
          <Anchor component={Link} to="/experiments" size="sm">
            ← {t('experiments.back')}
          </Anchor>
          {test && (
            <Text span size="sm" c="dimmed" display="block" mt={6}>
              <Stage status={test.status} />{' '}
              {test.start_date &&
                t('experiments.ran', {
                  from: formats.day(test.start_date),
                  to: test.end_date ? formats.day(test.end_date) : t('experiments.until_now'),
                })}
            </Text>
          )}
        </>
      }
      actions={
        test && (
          <>
            {test.start_date && (
              <OrderReportButton
                reportType="ab_test"
                abTestId={test.test_id}
                from={test.start_date.slice(0, 10)}
                to={(test.end_date ?? new Date().toISOString()).slice(0, 10)}
              />
            )}
            <LifeCycle test={test} />
          </>
        )
      }
    >
      <Answer query={experiment} height={480}>
        {(found) => <ExperimentResultsView test={found} />}
      </Answer>
    </Page>
  );
}
