import { useTranslation } from 'react-i18next';
import type { ViewerAtRisk } from '../../api/models';
import { Mark, type Tone } from '../../parts/Badges';

type RiskLevel = ViewerAtRisk['churn_risk'];
const TONES: Record<RiskLevel, Tone> = { high: 'bad', medium: 'warn', low: 'good' };

export function Risk({ risk }: { risk: RiskLevel }) {
  const { t } = useTranslation();
  return <Mark tone={TONES[risk]}>{t(`viewers.risks.${risk}`)}</Mark>;
}
