import type { ErrorParams } from './domain-error';

export interface Rejection {
  readonly code: string;
  readonly params?: ErrorParams;
}

/** What became of one item of a batch. A repeated item that changed nothing is a duplicate. */
export type ItemOutcome = 'accepted' | 'duplicate' | Rejection;
