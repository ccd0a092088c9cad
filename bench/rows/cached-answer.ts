import autocannon from 'autocannon';
import { spawnSync } from 'node:child_process';
import { RedisServer } from '../../test/support/redis-server';
import { END, WEEK_MS, WEEKS } from '../data/dataset';
import type { Benchmark } from '../environment';
import { compare, takeTurns } from '../measure';
import { rates, type Result } from '../result';
import { HttpService } from '../support/http-service';

const CONNECTIONS = 32;
const SECONDS_A_ROUND = 3;
const TARGET = 0.8;

/** The seed's own example asks about four weeks. */
const ASKED_WEEKS = [4, WEEKS];

/**
 * Requests per second of a warm cohort answer against a route that says hello, both in one process behind the same
 * authentication, limits and guard; with the cache in that process and, where redis-server is installed, in Redis.
 */
export const cachedAnswer: Benchmark = {
  name: 'cached-answer',
  async run({ options, store }): Promise<Result[]> {
    const ours = await store.openComplete();
    const redis =
      spawnSync('redis-server', ['--version']).status === 0 ? await RedisServer.start() : undefined;
    try {
      const places: { place: string; env: Record<string, string> }[] = [
        { place: 'in the process', env: {} },
        ...(redis ? [{ place: 'in Redis', env: { REDIS_URL: redis.url } }] : []),
      ];
      const results: Result[] = [];
      for (const { place, env } of places) {
        const service = await HttpService.start(ours.url, 'service', env);
        try {
          for (const weeks of ASKED_WEEKS) results.push(await measure(service, place, weeks, options.rounds));
        } finally {
          await service.close();
        }
      }
      return results;
    } finally {
      await redis?.stop();
      await ours.close();
    }
  },
};

async function measure(service: HttpService, place: string, weeks: number, rounds: number): Promise<Result> {
  const cohorts = {
    method: 'POST',
    path: '/analytics/v2/cohorts',
    body: JSON.stringify({
      cohort_type: 'registration',
      start_date: new Date(END - weeks * WEEK_MS).toISOString(),
      end_date: new Date(END - 1_000).toISOString(),
    }),
  } as const;
  const size = await warm(service, cohorts);
  const found = await takeTurns(rounds, {
    ours: () => load(service, cohorts),
    hello: () => load(service, { method: 'GET', path: '/hello' }),
  });
  return rates(
    `cached answer of ${weeks} cohorts (${Math.round(size / 1_000)} kB), cache ${place}`,
    'a route that says hello behind the same guards',
    'requests/s',
    TARGET,
    compare(found.ours, found.hello),
  );
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

/** Asks until the answer comes from the cache; tells its size in bytes. */
async function warm(service: HttpService, { method, path, body }: Call): Promise<number> {
  const ask = () => fetch(service.base + path, { method, headers: service.headers, body });
  await (await ask()).arrayBuffer();
  const answer = await ask();
  if (answer.headers.get('x-cache') !== 'HIT') throw new Error('The answer does not come from the cache');
  return (await answer.arrayBuffer()).byteLength;
}

async function load(service: HttpService, { path, ...call }: Call): Promise<number> {
  const result = await autocannon({
    url: service.base + path,
    connections: CONNECTIONS,
    duration: SECONDS_A_ROUND,
    headers: service.headers,
    ...call,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${path}: ${result.non2xx} answers were no success, ${result.errors} requests failed`);
  return result['2xx'] / SECONDS_A_ROUND;
}
