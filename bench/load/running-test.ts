import { randomUUID } from 'node:crypto';
import type { BuiltService } from '../support/built-service';

const USERS_A_CALL = 1_000;
/** One user in so many converts. */
const CONVERTS_EVERY = 10;

/** Starts an A/B test with two variants that these users are assigned to, some of whom convert; answers its id. */
export async function startTest(service: BuiltService, users: readonly string[]): Promise<string> {
  const { test_id } = await service.send<{ test_id: string }>('POST', '/analytics/v2/ab-tests', {
    name: 'A test under load',
    variants: [
      { variant_id: 'A', variant_name: 'Control', weight: 1, is_control: true },
      { variant_id: 'B', variant_name: 'Variant B', weight: 1, is_control: false },
    ],
  });
  const path = `/analytics/v2/ab-tests/${test_id}`;
  await service.send('POST', `${path}/start`);
  for (let from = 0; from < users.length; from += USERS_A_CALL) {
    const user_ids = users.slice(from, from + USERS_A_CALL);
    await service.send('POST', `${path}/assignments`, { user_ids });
    const events = user_ids
      .filter((_, index) => index % CONVERTS_EVERY === 0)
      .map((user_id) => ({
        event_id: randomUUID(),
        test_id,
        user_id,
        metric_name: 'conversion',
        occurred_at: new Date().toISOString(),
      }));
    await service.send('POST', '/analytics/v2/ab-tests/events', { events });
  }
  return test_id;
}
