import { randomUUID } from 'node:crypto';
import type { KindOfCall, World } from './requests';

export const VIEWS_PATH = '/views';
/** Milliseconds between requests with one view, and between requests with {@link EVENTS_A_BATCH}. */
export const SINGLE_EVERY_MS = 100;
export const BATCH_EVERY_MS = 5_000;
const EVENTS_A_BATCH = 100;
/** Views of the last hour come in. */
const LATEST_MS = 3_600_000;

export const singleView = (world: World, random: () => number): KindOfCall =>
  views('one view', 1, world, random);

export const batchOfViews = (world: World, random: () => number): KindOfCall =>
  views(`${EVENTS_A_BATCH} views`, EVENTS_A_BATCH, world, random);

function views(kind: string, count: number, { users, releases }: World, random: () => number): KindOfCall {
  const events = Array.from({ length: count }, () => ({
    event_id: randomUUID(),
    user_id: users[Math.floor(random() * users.length)],
    release_id: releases[Math.floor(releases.length ** random()) - 1],
    viewed_at: new Date(Date.now() - random() * LATEST_MS).toISOString(),
    watch_seconds: Math.floor(random() * 3_600),
    completion: random(),
  }));
  return { kind, path: VIEWS_PATH, body: { events } };
}
