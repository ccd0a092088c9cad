import {
  ExperimentsIcon,
  NowIcon,
  PopularityIcon,
  ReportsIcon,
  RetentionIcon,
  SystemIcon,
  ViewersIcon,
} from '../parts/icons';

/** What the navigation leads to. */
export const ADMIN_PLACES = [
  { path: '/now', text: 'shell.now', Icon: NowIcon },
  { path: '/retention', text: 'shell.retention', Icon: RetentionIcon },
  { path: '/popularity', text: 'shell.popularity', Icon: PopularityIcon },
  { path: '/experiments', text: 'shell.experiments', Icon: ExperimentsIcon },
  { path: '/viewers', text: 'shell.viewers', Icon: ViewersIcon },
  { path: '/reports', text: 'shell.reports', Icon: ReportsIcon },
  { path: '/system', text: 'shell.system', Icon: SystemIcon },
] as const;

export const OWN_PLACES = [{ path: '/me', text: 'shell.me', Icon: ViewersIcon }] as const;
