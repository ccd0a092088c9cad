import { END, START } from '../data/dataset';
import type { Benchmark } from '../environment';
import { compare, takeTurns, timed } from '../measure';
import { durations, type Result } from '../result';
import { HttpService } from '../support/http-service';
import { retentionInDuckDb } from './cohorts-in-duckdb';

/** Weeks followed when a request does not say. */
const DEFAULT_WEEKS = 4;

/** The default request through the whole service: guards, validation, report; each round with a cache key of its own. */
export const cohortsOverHttp: Benchmark = {
  name: 'cohorts-over-http',
  async run({ duckDb, options, store }): Promise<Result[]> {
    const ours = await store.openComplete();
    const service = await HttpService.start(ours.url, 'service');
    try {
      const from = new Date(START);
      const peer = await duckDb.prepare(
        retentionInDuckDb(
          {
            cohortType: 'registration',
            from,
            until: new Date(END),
            weeks: DEFAULT_WEEKS,
            window: 'calendar',
            timezone: 'UTC',
            weekStart: 'monday',
            releaseIds: null,
          },
          '2026-01-05',
        ),
      );
      const found = await takeTurns(options.rounds, {
        // A minimal size that no cohort is under changes the key, not the work.
        ours: (round) =>
          timed(() =>
            service.post('/analytics/v2/cohorts', {
              cohort_type: 'registration',
              start_date: from.toISOString(),
              end_date: new Date(END - 1_000).toISOString(),
              min_cohort_size: round,
            }),
          ),
        peer: () => timed(peer),
      });
      return [
        durations(
          '52 cohorts by registration, default request over HTTP',
          'DuckDB',
          100,
          compare(found.ours, found.peer),
        ),
      ];
    } finally {
      await service.close();
      await ours.close();
    }
  },
};
