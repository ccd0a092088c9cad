import { Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ViewerAnalytics } from '../../api/models';
import { useFormats } from '../../i18n/format';
import { Panel } from '../../parts/Panel';
import { Risk } from './Risk';

export function ChurnPanel({ viewer }: { viewer: ViewerAnalytics }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { churn_probability, churn_reasons, churn_risk, model_version } = viewer;
  return (
    <Panel title={t('viewers.churn')} actions={<Risk risk={churn_risk} />}>
      <Stack gap="sm">
        <Group gap="md" align="baseline">
          <Text fz={26} fw={600} lts="-0.02em">
            {formats.share(churn_probability, 1)}
          </Text>
          <Text c="dimmed">{t('viewers.churn_words')}</Text>
        </Group>
        {churn_reasons.length > 0 ? (
          <List size="md" spacing={4}>
            {churn_reasons.map((reason) => (
              <List.Item key={reason}>{t(`viewers.reasons.${reason}`)}</List.Item>
            ))}
          </List>
        ) : (
          <Text>{t('viewers.no_reasons')}</Text>
        )}
        <Text size="sm" c="dimmed">
          {t(model_version.startsWith('heuristic') ? 'viewers.by_rule' : 'viewers.by_model')} ({model_version}
          )
        </Text>
      </Stack>
    </Panel>
  );
}
