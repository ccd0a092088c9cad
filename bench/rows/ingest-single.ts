import autocannon from 'autocannon';
import type { Benchmark, Environment } from '../environment';
import { compare, takeTurns } from '../measure';
import { rates, type Result } from '../result';
import { HttpService } from '../support/http-service';
import type { OpenDatabase } from '../support/postgres';

const CONNECTIONS = 32;
const SECONDS_A_ROUND = 3;

/** Requests per second with one event each: the route, and the same route with a repository that does nothing. */
export const ingestSingle: Benchmark = {
  name: 'ingest-single',
  addsViews: true,
  run: (environment) => environment.store.withCopy('over_http', (copy) => measure(environment, copy)),
};

async function measure({ dataset, options, store }: Environment, copy: OpenDatabase): Promise<Result[]> {
  const ours = await HttpService.start(copy.url, 'service');
  const nothing = await HttpService.start(copy.url, 'stores-nothing');
  try {
    let next = store.recorded;
    const nextBody = () => {
      const view = dataset.view(next++ % dataset.views);
      const event = {
        event_id: view.eventId,
        user_id: view.userId,
        release_id: view.releaseId,
        viewed_at: view.viewedAt.toISOString(),
        watch_seconds: view.watchSeconds,
        completion: view.completion,
      };
      return JSON.stringify({ events: [event] });
    };
    let acknowledged = 0;
    const found = await takeTurns(options.rounds, {
      ours: async () => {
        const answers = await load(ours, nextBody);
        acknowledged += answers;
        return answers / SECONDS_A_ROUND;
      },
      nothing: async () => (await load(nothing, nextBody)) / SECONDS_A_ROUND,
    });
    await checkStored(copy, store.recorded + acknowledged);
    return [
      rates(
        `ingest, one event a request, ${CONNECTIONS} connections`,
        'the same route doing nothing',
        'requests/s',
        0.6,
        compare(found.ours, found.nothing),
      ),
    ];
  } finally {
    await ours.close();
    await nothing.close();
  }
}

/** Answers within a round; each must be 200. */
async function load(service: HttpService, nextBody: () => string): Promise<number> {
  const result = await autocannon({
    url: `${service.base}/views`,
    connections: CONNECTIONS,
    duration: SECONDS_A_ROUND,
    requests: [
      {
        method: 'POST',
        headers: service.headers,
        setupRequest: (request) => ({ ...request, body: nextBody() }),
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests failed`);
  return result['2xx'];
}

/** Requests that were cut off at the end of a round may have been stored as well. */
async function checkStored(copy: OpenDatabase, least: number): Promise<void> {
  const [row] = await copy.database.query<{ views: number }>({
    text: 'SELECT count(*)::integer AS views FROM view_events',
  });
  if (row!.views < least) throw new Error(`${least} views were acknowledged, but ${row!.views} are stored`);
}
