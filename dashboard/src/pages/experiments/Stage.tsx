import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../api/models';
import { Mark, type Tone } from '../../parts/Badges';

const TONES: Record<Experiment['status'], Tone> = {
  draft: 'neutral',
  running: 'accent',
  paused: 'warn',
  completed: 'neutral',
};

export function Stage({ status }: { status: Experiment['status'] }) {
  const { t } = useTranslation();
  return <Mark tone={TONES[status]}>{t(`experiments.statuses.${status}`)}</Mark>;
}
