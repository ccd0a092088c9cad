import { releaseId, userId } from '../factories/ids';
import { aViewItem } from '../factories/view-event.factory';
import { startTestApp, type TestApp } from '../support/test-app';

let service: TestApp;
beforeAll(async () => (service = await startTestApp({ now: '2026-03-01T12:00:00Z' })));
afterAll(() => service.close());

const put = (...releases: unknown[]) =>
  service.asAdmin('put', '/catalogue/releases', { releases }).expect(200);
const aRelease = (number: number, given: object = {}) => ({
  id: releaseId(number),
  title: `Title ${number}`,
  genres: ['Drama'],
  ...given,
});

describe('the catalogue', () => {
  it('takes releases once, and changes them', async () => {
    const release = aRelease(1, {
      genres: ['Drama', 'War', 'Drama'],
      duration_minutes: 90,
      released_at: '2020-02-29T00:00:00Z',
    });
    expect((await put(release)).body).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect((await put(release)).body).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
    expect((await put(aRelease(1, { genres: ['Drama', 'War'] }))).body).toMatchObject({ duplicates: 1 });
    expect((await put(aRelease(1, { genres: ['Drama', 'War'], duration_minutes: null }))).body).toMatchObject(
      { accepted: 1 },
    );
    const { body } = await service.asAdmin('get', '/catalogue/releases?query=title%201').expect(200);
    expect(body).toEqual({
      items: [
        {
          id: releaseId(1),
          title: 'Title 1',
          genres: ['Drama', 'War'],
          released_at: '2020-02-29T00:00:00Z',
          duration_minutes: null,
          current_views: 0,
        },
      ],
      next_cursor: null,
    });
  });

  it('rejects bad releases by field', async () => {
    const { body } = await put(
      aRelease(2, { title: '' }),
      aRelease(2, { genres: 'Drama' }),
      aRelease(2, { genres: ['Dra\0ma'] }),
      aRelease(2, { duration_minutes: 1.5 }),
      aRelease(2, { released_at: '2020-02-30T00:00:00Z' }),
      aRelease(2, { studio: 'x' }),
    );
    const { accepted, rejected } = body as {
      accepted: number;
      rejected: { code: string; message: string }[];
    };
    expect(accepted).toBe(0);
    expect(rejected.map(({ code, message }) => [code, message.split(':')[0]])).toEqual(
      ['title', 'genres', 'genres', 'duration_minutes', 'released_at', 'studio'].map((field) => [
        'release.invalid',
        field,
      ]),
    );
  });

  it('lists by title in pages, each release once', async () => {
    const titles = ['Альфа', 'alpha', 'Alpha', 'alpha', 'Ёлка', 'zeta'];
    await put(...titles.map((title, index) => aRelease(10 + index, { title: `Paged ${title}` })));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path = `/catalogue/releases?query=PAGED&limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await service.asAdmin('get', path).expect(200);
      const page = body as { items: { id: string }[]; next_cursor: string | null };
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toHaveLength(6);
    expect(new Set(seen).size).toBe(6);
  });

  it.each(['limit=0', 'limit=201', 'limit=x', 'cursor=x', 'cursor=bnVsbA', 'query=', 'page=2', 'query=%00'])(
    'refuses ?%s',
    async (query) => {
      const { body } = await service.asAdmin('get', `/catalogue/releases?${query}`).expect(400);
      expect(body).toMatchObject({ code: 'validation.failed' });
    },
  );

  it('lists genres with how many releases have each', async () => {
    await put(aRelease(20, { genres: ['Аниме'] }));
    const { body } = await service.asAdmin('get', '/catalogue/genres').expect(200);
    expect((body as { items: object[] }).items).toContainEqual({ name: 'Аниме', releases: 1 });
  });

  it('shows the daily views of a release up to today', async () => {
    await put(aRelease(30));
    await service.asAdmin('put', '/users', {
      users: [{ id: userId(1), registered_at: '2026-01-01T00:00:00Z' }],
    });
    const at = (viewedAt: string) => aViewItem({ releaseId: releaseId(30), viewedAt, watchSeconds: 90 });
    const events = [
      at('2026-03-01T00:00:00Z'),
      at('2026-02-28T23:59:59Z'),
      at('2026-02-28T01:00:00Z'),
      at('2020-01-01T00:00:00Z'),
    ];
    await service.asAdmin('post', '/views', { events }).expect(200);
    const { body } = await service
      .asAdmin('get', `/catalogue/releases/${releaseId(30)}/views?days=3`)
      .expect(200);
    expect(body).toEqual({
      release_id: releaseId(30),
      title: 'Title 30',
      current_views: 4,
      items: [
        { date: '2026-02-27', views: 0, watch_minutes: 0 },
        { date: '2026-02-28', views: 2, watch_minutes: 3 },
        { date: '2026-03-01', views: 1, watch_minutes: 1.5 },
      ],
    });
    await service.asAdmin('get', `/catalogue/releases/${releaseId(99)}/views`).expect(404);
    await service.asAdmin('get', `/catalogue/releases/${releaseId(30)}/views?days=0`).expect(400);
  });
});
