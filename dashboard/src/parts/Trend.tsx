import { useTranslation } from 'react-i18next';
import { Mark, type Tone } from './Badges';

const TONES: Record<'growing' | 'stable' | 'declining', Tone> = {
  growing: 'good',
  stable: 'neutral',
  declining: 'warn',
};

export function Trend({ trend }: { trend: keyof typeof TONES }) {
  const { t } = useTranslation();
  return <Mark tone={TONES[trend]}>{t(`popularity.trends.${trend}`)}</Mark>;
}
