import { RECORD_VIEWS } from '../../src/modules/analytics/infrastructure/postgres/queries/record-views';
import { openPostgresAnalytics, type PostgresAnalytics } from '../support/postgres-analytics';

interface Plan {
  readonly 'Node Type': string;
  readonly 'CTE Name'?: string;
  readonly Plans?: readonly Plan[];
}

const USERS = 20_000;

let postgres: PostgresAnalytics;
beforeAll(async () => {
  postgres = await openPostgresAnalytics();
  await postgres.client.query(`
    INSERT INTO user_activity (user_id, analysed, registered_at)
    SELECT gen_random_uuid(), true, '2025-01-06Z' FROM generate_series(1, ${USERS})`);
  // Two views of every second user: by these statistics a batch seems to hold half as many users as events.
  await postgres.client.query(`
    INSERT INTO view_events (event_id, user_id, release_id, viewed_at, watch_seconds)
    SELECT gen_random_uuid(), user_id, gen_random_uuid(), '2025-03-03Z', 60
    FROM (SELECT user_id FROM user_activity LIMIT ${USERS / 2}) AS viewers CROSS JOIN generate_series(1, 2)`);
  await postgres.client.query('ANALYZE user_activity, view_events');
});
afterAll(() => postgres.close());

/** The plan that a connection keeps for the statement after some executions, made for events of unknown number. */
async function keptPlan(): Promise<Plan> {
  const { client } = postgres;
  await client.query('SET plan_cache_mode = force_generic_plan');
  await client.query('DEALLOCATE ALL');
  await client.query(`PREPARE kept AS ${RECORD_VIEWS.text}`);
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (FORMAT JSON) EXECUTE kept ('{}', '{}', '{}', '{}', '{}', '{}')`,
  );
  return rows[0]!['QUERY PLAN'][0].Plan;
}

const withParts = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(withParts)];

describe('the plan of the ingest', () => {
  it('reads no part of the batch again for each row of another part', async () => {
    const plans = withParts(await keptPlan());
    const loops = plans.filter((plan) => plan['Node Type'] === 'Nested Loop');
    const repeated = loops.flatMap(({ Plans }) => withParts(Plans![1]!).map((plan) => plan['CTE Name']));
    expect(plans.map((plan) => plan['CTE Name'])).toContain('viewer');
    expect(repeated.filter((name) => name !== undefined)).toEqual([]);
  });

  it('finds the users by their key', async () => {
    const scans = withParts(await keptPlan()).filter((plan) => plan['Node Type'] === 'Seq Scan');
    expect(scans).toEqual([]);
  });
});
