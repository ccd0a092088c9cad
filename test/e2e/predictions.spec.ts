import { addDays } from '../../src/common/kernel/calendar-date';
import { AnalyticsV2Repository } from '../../src/modules/analytics';
import { TrainPopularity } from '../../src/modules/analytics/application/popularity/train-popularity';
import { releaseId, userId } from '../factories/ids';
import { aView } from '../factories/view-event.factory';
import { startTestApp, type TestApp } from '../support/test-app';

const TODAY = '2026-03-01';
/** Views on a Monday … Sunday; 2026-03-01 is a Sunday. */
const WEEK = [10, 11, 12, 13, 16, 24, 21];
const STEADY = releaseId(1);
const GROWING = releaseId(2);
const YOUNG = releaseId(3);
const UNSEEN = releaseId(4);
const POOL = [11, 12, 13, 14, 15].map(releaseId);

interface Prediction {
  predictions: {
    date: string;
    predicted_views: number;
    confidence_lower: number;
    confidence_upper: number;
  }[];
  model_version: string;
  confidence_score: number;
  [field: string]: unknown;
}
interface Ranked {
  items: {
    release_id: string;
    predicted_views: number;
    previous_views: number;
    growth: number | null;
    trend: string;
  }[];
  next_cursor: string | null;
}

let service: TestApp;
beforeAll(async () => {
  service = await startTestApp({ now: `${TODAY}T12:00:00Z` });
  await service
    .asAdmin('put', '/users', { users: [{ id: userId(1), registered_at: '2025-01-01T00:00:00Z' }] })
    .expect(200);
  const releases = [STEADY, GROWING, YOUNG, UNSEEN, ...POOL].map((id, index) => ({
    id,
    title: `Title ${index}`,
    genres: ['Drama'],
  }));
  await service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
  // The days from `daysAgo` on up to yesterday, and some of today's that must not count as history.
  const views = (id: string, daysAgo: number, count: (age: number, day: string) => number) =>
    Array.from({ length: daysAgo }, (_, age) => {
      const day = addDays(TODAY, age - daysAgo);
      return Array.from({ length: count(age, day) }, () =>
        aView({ releaseId: id, viewedAt: `${day}T12:00:00Z` }),
      );
    }).flat();
  const ofWeekday = (day: string) => WEEK[(new Date(day).getUTCDay() + 6) % 7]!;
  await service.app
    .get(AnalyticsV2Repository)
    .recordViews([
      ...views(STEADY, 84, (_, day) => ofWeekday(day)),
      aView({ releaseId: STEADY, viewedAt: `${TODAY}T01:00:00Z` }),
      ...views(GROWING, 60, (age) => Math.round(2 * 1.05 ** age)),
      ...views(YOUNG, 5, (age) => 20 - 2 * age),
      ...POOL.flatMap((id, index) => views(id, 40, (age) => Math.round((index + 1) * 10 * 0.9 ** age))),
    ]);
});
afterAll(() => service.close());

const predict = (body: object) => service.asAdmin('post', '/analytics/v2/predictions/popularity', body);
const predicted = async (body: object) => (await predict(body).expect(200)).body as Prediction;
const leaderboard = async (query = '') =>
  (await service.asAdmin('get', `/analytics/v2/predictions/leaderboard${query}`).expect(200)).body as Ranked;

describe('a prediction', () => {
  it('goes on from tomorrow with the week of the release', async () => {
    const body = await predicted({ release_id: STEADY });
    expect(body).toMatchObject({
      release_id: STEADY,
      prediction_horizon_days: 7,
      current_views: 12 * 107 + 1,
      trend: 'stable',
      confidence_score: 1,
      history_days: 84,
      backtest: { folds: 5, horizon_days: 14, wape: 0, coverage: 1, beats_seasonal_naive: false },
      as_of: '2026-03-01T12:00:00Z',
      trained_at: '2026-03-01T12:00:00Z',
    });
    expect(body.model_version).toMatch(/^auto_v1\.0:/);
    expect(body.predictions.map(({ date }) => date.slice(0, 10))).toEqual(
      Array.from({ length: 7 }, (_, day) => addDays('2026-03-02', day)),
    );
    expect(body.predictions.map(({ predicted_views }) => predicted_views)).toEqual(WEEK);
    expect(body.predictions[0]!.date).toBe('2026-03-02T00:00:00Z');
  });

  it('is made by the model that is asked for', async () => {
    expect(await predicted({ release_id: STEADY, model: 'seasonal' })).toMatchObject({
      model_version: 'seasonal_v1.0:mstl',
    });
    const linear = await predicted({ release_id: GROWING, model: 'linear', prediction_horizon_days: 2 });
    // Days 30…59 of 2·1.05^age: m is their mean, the second half is higher.
    const days = Array.from({ length: 30 }, (_, index) => Math.round(2 * 1.05 ** (30 + index)));
    const mean = days.reduce((sum, views) => sum + views, 0) / 30;
    expect(linear).toMatchObject({ model_version: 'linear_v1.0', trend: expect.any(String) as string });
    expect(linear.predictions.map(({ predicted_views }) => predicted_views)).toEqual([
      Math.floor(mean * 1.05 + 0.5),
      Math.floor(mean * 1.1 + 0.5),
    ]);
    expect(linear.predictions[0]!.confidence_lower).toBe(Math.floor(mean * 1.05 * 0.8 + 0.5));
  });

  it('has a wider band with more confidence', async () => {
    const width = async (confidence_level: number) => {
      const [first] = (await predicted({ release_id: GROWING, confidence_level })).predictions;
      return first!.confidence_upper - first!.confidence_lower;
    };
    expect(await width(0.95)).toBeGreaterThan(await width(0.5));
  });

  it('of a young release follows its age, and of an unseen one expects nothing', async () => {
    await service.app.get(TrainPopularity).execute({
      all: true,
      signal: new AbortController().signal,
      progress: () => Promise.resolve(),
    });
    const young = await predicted({ release_id: YOUNG, prediction_horizon_days: 30 });
    expect(young).toMatchObject({
      model_version: 'cold_start_v1.0',
      history_days: 5,
      backtest: null,
      confidence_score: 0,
    });
    const points = young.predictions.map(({ predicted_views }) => predicted_views);
    expect(points[0]).toBeGreaterThan(1.8 * points[14]!);
    const unseen = await predicted({ release_id: UNSEEN, prediction_horizon_days: 3 });
    expect(unseen).toMatchObject({ model_version: 'cold_start_v1.0', current_views: 0, confidence_score: 0 });
    expect(unseen.predictions.map(({ predicted_views }) => predicted_views)).toEqual([0, 0, 0]);
    expect(unseen.predictions[0]!.confidence_upper).toBeGreaterThan(0);
  });

  it('is cached by release, horizon and options', async () => {
    const body = { release_id: STEADY, prediction_horizon_days: 9 };
    const state = async (given: object) => (await predict(given).expect(200)).headers['x-cache'] as string;
    expect(await state(body)).toBe('MISS');
    expect(
      await state({ ...body, release_id: STEADY.toUpperCase(), model: 'auto', confidence_level: 0.8 }),
    ).toBe('HIT');
    expect(await state({ ...body, model: 'seasonal' })).toBe('MISS');
    expect(await state({ ...body, confidence_level: 0.9 })).toBe('MISS');
  });

  it.each([
    [{ release_id: 'x' }, 'release_id'],
    [{ release_id: STEADY, prediction_horizon_days: 0 }, 'prediction_horizon_days'],
    [{ release_id: STEADY, prediction_horizon_days: 91 }, 'prediction_horizon_days'],
    [{ release_id: STEADY, prediction_horizon_days: 1.5 }, 'prediction_horizon_days'],
    [{ release_id: STEADY, confidence_level: 0.49 }, 'confidence_level'],
    [{ release_id: STEADY, confidence_level: '0.8' }, 'confidence_level'],
    [{ release_id: STEADY, model: 'lstm' }, 'model'],
  ])('refuses %j', async (given, field) => {
    const { body } = await predict(given).expect(400);
    const fields = (body as { errors: { field: string }[] }).errors.map((error) => error.field);
    expect([...new Set(fields)]).toEqual([field]);
  });

  it('does not know unknown releases', async () => {
    const { body } = await predict({ release_id: releaseId(99) }).expect(404);
    expect(body).toMatchObject({ code: 'release.not_found' });
  });
});

describe('the leaderboard', () => {
  it('ranks by what is expected, and by growth', async () => {
    const { items } = await leaderboard();
    expect(items).toHaveLength(8);
    expect(items[0]).toMatchObject({ release_id: GROWING, trend: 'growing' });
    const steady = items.find(({ release_id }) => release_id === STEADY)!;
    expect(steady).toMatchObject({ predicted_views: 107, previous_views: 107, growth: 0, trend: 'stable' });
    const { items: byGrowth } = await leaderboard('?sort=growth&min_previous_views=1');
    const growths = byGrowth.map(({ growth }) => growth!);
    expect(growths).toEqual([...growths].sort((a, b) => b - a));
  });

  it('shows each release once, page by page', async () => {
    for (const sort of ['predicted_views', 'growth']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Ranked = await leaderboard(`?sort=${sort}&limit=3${cursor && `&cursor=${cursor}`}`);
        seen.push(...page.items.map(({ release_id }) => release_id));
        cursor = page.next_cursor;
      }
      expect(seen).toHaveLength(8);
      expect(new Set(seen).size).toBe(8);
    }
  });

  it('goes on from an outlook that is some days old', async () => {
    service.clock.set('2026-03-03T12:00:00Z');
    const steady = (await leaderboard('?horizon_days=2')).items.find(
      ({ release_id }) => release_id === STEADY,
    )!;
    // Wednesday and Thursday; of the two days before Tuesday one had no views any more.
    expect(steady).toMatchObject({ predicted_views: 25 });
    service.clock.set('2026-03-01T12:00:00Z');
  });

  it.each(['sort=title', 'horizon_days=91', 'cursor=x', 'min_previous_views=-1'])(
    'refuses ?%s',
    async (query) => {
      await service.asAdmin('get', `/analytics/v2/predictions/leaderboard?${query}`).expect(400);
    },
  );
});

describe('training', () => {
  const train = (all: boolean) => {
    const progress = jest.fn(() => Promise.resolve());
    const run = { all, signal: new AbortController().signal, progress };
    return service.app
      .get(TrainPopularity)
      .execute(run)
      .then(() => progress.mock.calls.length);
  };

  it('is done where history calls for it, and else at night', async () => {
    await train(true);
    expect(await train(false)).toBe(0);
    await service
      .asAdmin('post', '/views', {
        events: [
          {
            event_id: 'eeeeeeee-0000-4000-8000-00000000abcd',
            user_id: userId(1),
            release_id: UNSEEN,
            viewed_at: '2026-02-28T10:00:00Z',
            watch_seconds: 1,
          },
        ],
      })
      .expect(200);
    expect(await train(false)).toBe(1);
    expect((await leaderboard()).items.map(({ release_id }) => release_id)).toContain(UNSEEN);
  });

  it('tells which models are in use and how good they are', async () => {
    const { body } = await service.asAdmin('get', '/analytics/v2/models').expect(200);
    const { items } = body as { items: { model_version: string; releases: number; backtested: number }[] };
    expect(items.reduce((sum, { releases }) => sum + releases, 0)).toBe(9);
    expect(items.find(({ model_version }) => model_version === 'cold_start_v1.0')).toMatchObject({
      purpose: 'popularity',
      releases: 2,
      backtested: 0,
      beats_seasonal_naive: null,
    });
  });

  it('stops where it is told to', async () => {
    const run = {
      all: true,
      signal: AbortSignal.abort(new Error('stopped')),
      progress: () => Promise.resolve(),
    };
    await expect(service.app.get(TrainPopularity).execute(run)).rejects.toThrow('stopped');
  });
});
