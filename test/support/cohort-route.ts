import { AnalyticsV2Repository } from '../../src/modules/analytics';
import { userId } from '../factories/ids';
import type { TestApp } from './test-app';

/** The route that tests of the cache go through: an answer of January's users. */
export const COHORTS_PATH = '/analytics/v2/cohorts';
export const COHORTS_REQUEST = {
  start_date: '2026-01-05T00:00:00Z',
  end_date: '2026-02-01T23:59:59Z',
  cohort_type: 'registration',
};

export const askCohorts = (service: TestApp, change: object = {}) =>
  service.asAdmin('post', COHORTS_PATH, { ...COHORTS_REQUEST, ...change });

/** State of the cache, and how many users the answer counts. */
export async function stateAndUsers(service: TestApp, change: object = {}): Promise<[string, number]> {
  const { headers, body } = await askCohorts(service, change).expect(200);
  return [headers['x-cache']!, (body as { total_users_analyzed: number }).total_users_analyzed];
}

/** Computations of the answer; each is one question to the facts. */
export const cohortComputations = (service: TestApp) =>
  jest.spyOn(service.app.get<AnalyticsV2Repository>(AnalyticsV2Repository), 'getCohortActivity');

/** Makes users whom the answer counts. */
export async function putJanuaryUsers(service: TestApp, ...numbers: number[]): Promise<void> {
  const users = numbers.map((number) => ({ id: userId(number), registered_at: '2026-01-06T09:00:00Z' }));
  await service.asAdmin('put', '/users', { users }).expect(200);
}
