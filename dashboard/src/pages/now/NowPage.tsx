import { Alert, Button, SimpleGrid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { useFormats } from '../../i18n/format';
import { EmptyNote } from '../../parts/Answer';
import { Mark, type Tone } from '../../parts/Badges';
import { Figures } from '../../parts/Figures';
import { Page } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { OrderReportButton } from '../reports/OrderReportButton';
import { Conversions } from './Conversions';
import { MinutesChart } from './MinutesChart';
import { TopReleases } from './TopReleases';
import { type Connection, useLive } from './use-live';

const TONES: Record<Connection | 'paused' | 'absent', Tone> = {
  live: 'good',
  connecting: 'neutral',
  paused: 'warn',
  lost: 'bad',
  refused: 'bad',
  absent: 'neutral',
};

export function Component() {
  const { t, i18n } = useTranslation();
  const formats = useFormats();
  const status = useQuery({
    queryKey: ['status'],
    queryFn: () => answerOf(api.GET('/api/v1/analytics/v2/status')),
  });
  const realtime = status.data?.components.find(({ name }) => name === 'realtime')?.state;
  const { connection, reason, state, paused, pause } = useLive(i18n.language, realtime === 'implemented');
  const shown = realtime === 'planned' ? 'absent' : paused && connection === 'live' ? 'paused' : connection;
  const frame = state?.frame;

  return (
    <Page
      title={t('now.title')}
      lead={t('now.lead')}
      actions={
        <>
          <span role="status">
            <Mark tone={TONES[shown]}>{t(`now.connections.${shown}`)}</Mark>
          </span>
          <Button
            size="xs"
            variant="default"
            aria-pressed={paused}
            disabled={!state}
            onClick={() => pause(!paused)}
          >
            {t(paused ? 'now.resume' : 'now.pause')}
          </Button>
          <OrderReportButton reportType="views" />
        </>
      }
    >
      {(shown === 'absent' || shown === 'lost' || shown === 'refused') && (
        <Alert variant="light" color={shown === 'absent' ? 'gray' : 'red'} role="alert">
          {shown === 'refused' && reason ? reason : t(`now.explained.${shown}`)}
        </Alert>
      )}
      <Figures
        items={[
          {
            label: t('now.per_minute'),
            value: formats.count(frame?.views_per_minute),
            note: t('now.last_minute'),
          },
          { label: t('now.active'), value: formats.count(frame?.active_users), note: t('now.five_minutes') },
          { label: t('now.views'), value: formats.count(frame?.views), note: t('now.window') },
          {
            label: t('now.watch_time'),
            value: frame
              ? t('common.hours', { hours: formats.decimal((frame.watch_minutes ?? 0) / 60, 1) })
              : '–',
            note: t('now.window'),
          },
        ]}
      />
      <Panel title={t('now.chart')} lead={t('now.chart_lead')}>
        {state ? <MinutesChart minutes={state.minutes} /> : <EmptyNote>{t('now.nothing_yet')}</EmptyNote>}
      </Panel>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Panel title={t('now.top')} lead={t('now.window')}>
          <TopReleases releases={frame?.top_releases ?? []} />
        </Panel>
        <Panel title={t('now.conversions')} lead={t('now.window')}>
          <Conversions counts={frame?.conversions ?? []} />
        </Panel>
      </SimpleGrid>
    </Page>
  );
}
