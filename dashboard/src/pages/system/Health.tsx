import { Group, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import type { Status } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Answer } from '../../parts/Answer';
import { Mark, type Tone } from '../../parts/Badges';
import { Panel } from '../../parts/Panel';
import classes from './Health.module.css';

type State = Status['dependencies']['database'];
const TONES: Record<State, Tone> = { up: 'good', embedded: 'good', disabled: 'neutral', down: 'bad' };
const DEPENDENCIES = ['database', 'database_replica', 'cache', 'jobs', 'storage'] as const;
const REFRESH_MS = 15_000;

export function Health() {
  const { t } = useTranslation();
  const formats = useFormats();
  const status = useQuery({
    queryKey: ['status'],
    queryFn: () => answerOf(api.GET('/api/v1/analytics/v2/status')),
    refetchInterval: REFRESH_MS,
  });
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      <Panel
        title={t('system.dependencies')}
        lead={status.data && t('system.version', { version: status.data.version })}
        actions={
          status.data && (
            <Mark tone={status.data.status === 'ok' ? 'good' : 'bad'}>
              {t(`system.status.${status.data.status}`)}
            </Mark>
          )
        }
      >
        <Answer query={status} height={180}>
          {({ dependencies, database_replica: replica }) => (
            <dl className={classes.list}>
              {DEPENDENCIES.map((name) => (
                <Group key={name} justify="space-between" className={classes.row}>
                  <dt>{t(`system.names.${name}`)}</dt>
                  <dd>
                    <Mark tone={TONES[dependencies[name]]}>{t(`system.states.${dependencies[name]}`)}</Mark>
                  </dd>
                </Group>
              ))}
              {replica && (
                <Group justify="space-between" className={classes.row}>
                  <dt>{t('system.replica_lag')}</dt>
                  <dd>
                    <Text size="sm" c={replica.in_use ? undefined : 'dimmed'}>
                      {t(`system.replica_lags.${replica.in_use ? 'in_use' : 'left_out'}`, {
                        seconds: formats.decimal(replica.lag_seconds, 1),
                        size: formats.bytes(replica.lag_bytes),
                      })}
                    </Text>
                  </dd>
                </Group>
              )}
            </dl>
          )}
        </Answer>
      </Panel>
      <Panel title={t('system.components')}>
        <Answer query={status} height={180}>
          {({ components }) => (
            <dl className={classes.list}>
              {components.map(({ name, state }) => (
                <Group key={name} justify="space-between" className={classes.row}>
                  <dt>{t(`system.names.${name}`)}</dt>
                  <dd>
                    <Text size="sm" c={state === 'implemented' ? undefined : 'dimmed'}>
                      {t(`system.component_states.${state}`)}
                    </Text>
                  </dd>
                </Group>
              ))}
            </dl>
          )}
        </Answer>
      </Panel>
    </SimpleGrid>
  );
}
