import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import type { Session } from '../session/session';
import { NotFound } from './NotFound';
import { PageFailure } from './PageFailure';
import { Shell } from './Shell';

/** Each page is a chunk of its own, named by what it shows. */
const PAGES: RouteObject[] = [
  { path: 'now', lazy: () => import('../pages/now/NowPage') },
  { path: 'retention', lazy: () => import('../pages/retention/RetentionPage') },
  { path: 'popularity', lazy: () => import('../pages/popularity/LeaderboardPage') },
  { path: 'popularity/:releaseId', lazy: () => import('../pages/popularity/ReleasePage') },
  { path: 'experiments', lazy: () => import('../pages/experiments/ExperimentsPage') },
  { path: 'experiments/new', lazy: () => import('../pages/experiments/NewExperimentPage') },
  { path: 'experiments/:testId', lazy: () => import('../pages/experiments/ExperimentPage') },
  { path: 'experiments/:testId/edit', lazy: () => import('../pages/experiments/EditExperimentPage') },
  { path: 'viewers', lazy: () => import('../pages/viewers/ViewersPage') },
  { path: 'viewers/:userId', lazy: () => import('../pages/viewers/ViewerPage') },
  { path: 'reports', lazy: () => import('../pages/reports/ReportsPage') },
  { path: 'system', lazy: () => import('../pages/system/SystemPage') },
];

/** Whoever is no administrator has one page, their own. */
const OWN_PAGE: RouteObject = { path: 'me', lazy: () => import('../pages/viewers/OwnPage') };

const routers = new Map<Session, ReturnType<typeof createBrowserRouter>>();

export function routerFor(session: Session) {
  const known = routers.get(session);
  if (known) return known;
  const isAdmin = session.role === 'admin';
  const start = isAdmin ? '/retention' : '/me';
  const router = createBrowserRouter([
    {
      path: '/',
      element: <Shell />,
      errorElement: <PageFailure />,
      hydrateFallbackElement: <></>,
      children: [
        { index: true, element: <Navigate to={start} replace /> },
        ...(isAdmin ? PAGES : [OWN_PAGE]),
        { path: '*', element: isAdmin ? <NotFound /> : <Navigate to={start} replace /> },
      ],
    },
  ]);
  routers.clear();
  routers.set(session, router);
  return router;
}
