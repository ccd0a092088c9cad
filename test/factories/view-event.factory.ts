import type { ViewEvent } from '../../src/modules/analytics/domain/view-event';
import { eventId, releaseId, userId } from './ids';

let next = 1_000;

/** A valid view; name only what the test is about. */
export function aView(given: Partial<Omit<ViewEvent, 'viewedAt'>> & { viewedAt?: string } = {}): ViewEvent {
  return {
    eventId: eventId(next++),
    userId: userId(1),
    releaseId: releaseId(1),
    watchSeconds: 600,
    completion: null,
    ...given,
    viewedAt: new Date(given.viewedAt ?? '2026-01-06T18:00:00Z'),
  };
}

/** The same as the item of a request. */
export function aViewItem(given: Parameters<typeof aView>[0] = {}) {
  const view = aView(given);
  return {
    event_id: view.eventId,
    user_id: view.userId,
    release_id: view.releaseId,
    viewed_at: view.viewedAt.toISOString(),
    watch_seconds: view.watchSeconds,
    ...(view.completion !== null && { completion: view.completion }),
  };
}
