import { QueryClient } from '@tanstack/react-query';
import { Problem } from '../api/problem';

const MOST_TRIES = 2;

/** A refusal stays one; an outage or a full limit may pass. */
function mayPass(failures: number, error: Error): boolean {
  const isPassing = error instanceof Problem && (error.status === 0 || error.status >= 500);
  return isPassing && failures < MOST_TRIES;
}

export const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: mayPass, refetchOnWindowFocus: false } },
});
