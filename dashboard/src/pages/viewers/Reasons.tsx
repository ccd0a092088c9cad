import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ViewerAtRisk } from '../../api/models';

export function Reasons({ reasons }: { reasons: ViewerAtRisk['churn_reasons'] }) {
  const { t } = useTranslation();
  return (
    <Text span size="sm" c="dimmed" miw={180} display="inline-block">
      {reasons.length === 0 ? '–' : reasons.map((reason) => t(`viewers.reasons.${reason}`)).join(' · ')}
    </Text>
  );
}
