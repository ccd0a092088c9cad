import request from 'supertest';
import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { startTestApp, type TestApp } from '../support/test-app';

interface Sample {
  readonly name: string;
  readonly labels: Record<string, string>;
  readonly value: number;
}

let service: TestApp;
beforeAll(async () => {
  service = await startTestApp();
  await service
    .asAdmin('put', '/users', { users: [{ id: userId(1), registered_at: '2026-01-05T09:00:00Z' }] })
    .expect(200);
  await service
    .asAdmin('put', '/catalogue/releases', { releases: [{ id: releaseId(1), title: 'One', genres: [] }] })
    .expect(200);
  const view = aViewItem();
  const events = [view, view, aViewItem({ userId: userId(404) }), {}];
  await service.asAdmin('post', '/views', { events }).expect(200);
  const question = {
    start_date: '2026-01-05T00:00:00Z',
    end_date: '2026-02-01T23:59:59Z',
    cohort_type: 'registration',
  };
  for (let time = 0; time < 3; time++)
    await service.asAdmin('post', '/analytics/v2/cohorts', question).expect(200);
  await service.asAdmin('get', `/users/${userId(1)}`).expect(200);
  await service.anonymously('get', '/nothing').expect(404);
});
afterAll(() => service.close());

const scrape = () =>
  request(service.app.getHttpServer()).get('/metrics').set('Authorization', `Bearer ${service.adminToken}`);

/** Prometheus' text format; throws at a line that is none. */
function parse(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !/^# (HELP|TYPE) \w+ /.test(line))
    .map((line) => {
      const match = /^([a-zA-Z_:][\w:]*)(?:\{((?:\w+="(?:[^"\\\n]|\\.)*",?)*)\})? (\S+)$/.exec(line);
      const value = Number(match?.[3]?.replace('Inf', 'Infinity'));
      if (!match || (Number.isNaN(value) && !/^nan$/i.test(match[3]!))) throw new Error(`No sample: ${line}`);
      const labels = [...(match[2] ?? '').matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      return {
        name: match[1]!,
        value,
        labels: Object.fromEntries(labels.map(([, key, text]) => [key, text])),
      };
    });
}

describe('GET /metrics', () => {
  it('is Prometheus text', async () => {
    const { headers, text } = await scrape().expect(200);
    expect(headers['content-type']).toMatch(/^text\/plain;.* version=0\.0\.4/);
    expect(headers['cache-control']).toBe('no-store');
    expect(text.endsWith('\n')).toBe(true);
    expect(parse(text).length).toBeGreaterThan(50);
  });

  it('has request times by route, never by path', async () => {
    const samples = parse((await scrape().expect(200)).text);
    const count = (method: string, route: string, status: string) =>
      samples.find(
        ({ name, labels }) =>
          name === 'kinoscope_http_request_duration_seconds_count' &&
          labels.method === method &&
          labels.route === route &&
          labels.status === status,
      )?.value;
    expect(count('POST', '/api/v1/analytics/v2/cohorts', '200')).toBe(3);
    expect(count('GET', '/api/v1/users/:user_id', '200')).toBe(1);
    expect(count('GET', 'unmatched', '404')).toBe(1);
    expect(JSON.stringify(samples)).not.toContain(userId(1));
    expect(JSON.stringify(samples)).not.toContain('/nothing');
  });

  it('has pool, cache, ingest and event loop', async () => {
    const samples = parse((await scrape().expect(200)).text);
    const value = (name: string, labels: object = {}) =>
      samples.find((sample) => {
        return (
          sample.name === name && Object.entries(labels).every(([key, text]) => sample.labels[key] === text)
        );
      })?.value;
    expect(value('kinoscope_database_connections', { pool: 'main', state: 'idle' })).toBeGreaterThan(0);
    expect(value('kinoscope_database_connections', { pool: 'main', state: 'waiting' })).toBe(0);
    expect(value('kinoscope_database_connections', { pool: 'long', state: 'busy' })).toBe(0);
    expect(value('kinoscope_cache_lookups_total', { result: 'hit' })).toBeGreaterThan(0);
    expect(value('kinoscope_cache_lookups_total', { result: 'miss' })).toBe(1);
    expect(value('kinoscope_ingest_items_total', { kind: 'event', outcome: 'accepted' })).toBe(1);
    expect(value('kinoscope_ingest_items_total', { kind: 'event', outcome: 'duplicate' })).toBe(1);
    expect(value('kinoscope_ingest_items_total', { kind: 'event', outcome: 'rejected' })).toBe(2);
    expect(value('kinoscope_ingest_items_total', { kind: 'user', outcome: 'accepted' })).toBe(1);
    expect(value('kinoscope_redis_up')).toBe(0);
    expect(value('kinoscope_nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(value('kinoscope_process_resident_memory_bytes')).toBeGreaterThan(0);
  });
});
