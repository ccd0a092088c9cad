import { randomUUID } from 'node:crypto';
import { callApi } from './service';

/** Every tenth of A converts, every fifth of B. */
const CONVERTS_EVERY: Record<string, number> = { A: 10, B: 5 };

interface Viewers {
  items: { user_id: string }[];
  next_cursor: string | null;
}

interface Assignments {
  assignments: { user_id: string; variant_id: string | null }[];
}

/** Lets the viewers of the demo, some thousand, into a running experiment, and has them convert. */
export async function takePart(url: string, token: string, testId: string): Promise<void> {
  const call = <Answer>(method: string, path: string, body?: object) =>
    callApi<Answer>(url, token, method, `/analytics/v2${path}`, body);
  let cursor: string | null = '';
  const seen: Record<string, number> = {};
  for (let page = 0; page < 12 && cursor !== null; page++) {
    const viewers: Viewers = await call('GET', `/users?limit=200${cursor && `&cursor=${cursor}`}`);
    cursor = viewers.next_cursor;
    const user_ids = viewers.items.map(({ user_id }) => user_id);
    const { assignments } = await call<Assignments>('POST', `/ab-tests/${testId}/assignments`, { user_ids });
    const events = assignments
      .filter(({ variant_id }) => {
        const count = (seen[variant_id ?? ''] = (seen[variant_id ?? ''] ?? 0) + 1);
        return variant_id !== null && count % CONVERTS_EVERY[variant_id]! === 0;
      })
      .map(({ user_id }) => ({
        event_id: randomUUID(),
        test_id: testId,
        user_id,
        metric_name: 'conversion',
        occurred_at: new Date().toISOString(),
      }));
    await call('POST', '/ab-tests/events', { events });
  }
}
