import { aTestBody } from '../factories/ab-test.factory';
import { userId } from '../factories/ids';
import type { TestApp } from './test-app';

export interface BatchAnswer {
  accepted: number;
  duplicates: number;
  rejected: { index: number; id: string; code: string; message: string }[];
}

/** What specs of experiments ask of the service again and again, as an administrator. */
export function experimentsOf(service: TestApp) {
  const path = '/analytics/v2/ab-tests';
  const act = (testId: string, action: 'start' | 'pause' | 'complete') =>
    service.asAdmin('post', `${path}/${testId}/${action}`);
  const create = async (given: object = {}): Promise<string> => {
    const { body } = await service.asAdmin('post', path, aTestBody(given)).expect(201);
    return (body as { test_id: string }).test_id;
  };
  const inBatches = async (url: string, list: string, items: readonly object[]): Promise<BatchAnswer> => {
    const total: BatchAnswer = { accepted: 0, duplicates: 0, rejected: [] };
    for (let from = 0; from < items.length; from += 1_000) {
      const batch = { [list]: items.slice(from, from + 1_000) };
      const answer = (await service.asAdmin('post', url, batch).expect(200)).body as BatchAnswer;
      total.accepted += answer.accepted;
      total.duplicates += answer.duplicates;
      total.rejected.push(...answer.rejected);
    }
    return total;
  };
  return {
    path,
    act,
    create,
    start: async (given: object = {}): Promise<string> => {
      const testId = await create(given);
      await act(testId, 'start').expect(200);
      return testId;
    },
    /** Users `first` to `last`. */
    putUsers: async (first: number, last: number, given: object = {}): Promise<void> => {
      for (let from = first; from <= last; from += 1_000) {
        const users = Array.from({ length: Math.min(1_000, last - from + 1) }, (_, index) => ({
          id: userId(from + index),
          registered_at: '2026-01-05T09:00:00Z',
          ...given,
        }));
        await service.asAdmin('put', '/users', { users }).expect(200);
      }
    },
    assign: async (testId: string, user: string) => {
      const { body } = await service
        .asAdmin('post', `${path}/${testId}/assignments`, { user_id: user })
        .expect(200);
      return body as { variant_id: string | null; in_experiment: boolean; sticky: boolean };
    },
    assignAll: async (testId: string, users: readonly string[]) => {
      const { body } = await service
        .asAdmin('post', `${path}/${testId}/assignments`, { user_ids: users })
        .expect(200);
      const { assignments } = body as {
        assignments: {
          user_id: string;
          variant_id: string | null;
          in_experiment: boolean;
          sticky: boolean;
        }[];
      };
      return assignments;
    },
    expose: (testId: string, exposures: readonly object[]) =>
      inBatches(`${path}/${testId}/exposures`, 'exposures', exposures),
    record: (events: readonly object[]) => inBatches(`${path}/events`, 'events', events),
    metrics: (testId: string, query = '') => service.asAdmin('get', `${path}/${testId}/metrics${query}`),
  };
}
