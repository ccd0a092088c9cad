import golden from '../golden/cohorts/golden.json';
import { startTestApp, type TestApp } from '../support/test-app';

const REQUEST = {
  start_date: '2020-12-14T00:00:00Z',
  end_date: '2021-02-28T23:59:59Z',
  cohort_type: 'registration',
};

let service: TestApp;
beforeAll(async () => {
  service = await startTestApp({ now: golden.now });
  await service.asAdmin('put', '/users', { users: golden.users }).expect(200);
  await service.asAdmin('put', '/catalogue/releases', { releases: golden.releases }).expect(200);
  const { body } = await service.asAdmin('post', '/views', { events: golden.events }).expect(200);
  expect(body).toEqual({ accepted: golden.events.length, duplicates: 0, rejected: [] });
});
afterAll(() => service.close());

const cohorts = (body: object) => service.asAdmin('post', '/analytics/v2/cohorts', body);

describe('POST /analytics/v2/cohorts', () => {
  it.each(golden.cases.map(({ request, answer }) => [JSON.stringify(request), request, answer] as const))(
    'agrees with an independent computation for %s',
    async (_, request, answer) => {
      const { body } = await cohorts(request).expect(200);
      expect(body).toEqual(answer);
    },
  );

  it('takes any offset for the same instants', async () => {
    const { body: inUtc } = await cohorts(REQUEST).expect(200);
    const { body: inMoscow } = await cohorts({
      ...REQUEST,
      start_date: '2020-12-14T03:00:00+03:00',
      end_date: '2021-03-01T02:59:59.250+03:00',
    }).expect(200);
    expect(inMoscow).toEqual({ ...inUtc, end_date: '2021-02-28T23:59:59.250Z' });
  });

  it.each([
    ['start_date', { start_date: '2020-12-14' }, 'isInstant'],
    ['start_date', { start_date: '2020-12-14T00:00:00' }, 'isInstant'],
    ['end_date', { end_date: '2021-02-30T00:00:00Z' }, 'isInstant'],
    ['end_date', { end_date: '2020-12-13T23:59:59Z' }, 'rangeOrder'],
    ['cohort_type', { cohort_type: 'payment' }, 'isIn'],
    ['weeks', { weeks: 53 }, 'max'],
    ['weeks', { weeks: -1 }, 'min'],
    ['weeks', { weeks: 1.5 }, 'isInt'],
    ['weeks', { weeks: '4' }, 'isInt'],
    ['retention', { retention: 'off' }, 'isIn'],
    ['window', { window: 'sliding' }, 'isIn'],
    ['timezone', { timezone: 'Mars/Olympus' }, 'isTimeZone'],
    ['timezone', { timezone: '+03:00' }, 'isTimeZone'],
    ['week_start', { week_start: 'friday' }, 'isIn'],
    ['release_id', { release_id: '1' }, 'isId'],
    ['genre', { genre: 'Dra\0ma' }, 'isCleanText'],
    ['min_cohort_size', { min_cohort_size: -1 }, 'min'],
    ['page', { page: 2 }, 'whitelistValidation'],
  ])('refuses a wrong %s: %j', async (field, change, rule) => {
    const { body } = await cohorts({ ...REQUEST, ...change }).expect(400);
    expect(body).toMatchObject({ code: 'validation.failed', status: 400 });
    const { errors } = body as { errors: { field: string; code: string; message: string }[] };
    expect(errors).toContainEqual({
      field,
      code: `validation.${rule}`,
      message: expect.stringMatching(/\w/),
    });
  });

  it('names what the catalogue does not have', async () => {
    const unknown = 'bbbbbbbb-0000-4000-8000-000000000999';
    const { body: release } = await cohorts({ ...REQUEST, release_id: unknown }).expect(404);
    expect(release).toMatchObject({ code: 'release.not_found' });
    const { body: genre } = await cohorts({ ...REQUEST, genre: 'Noir' }).expect(404);
    expect(genre).toMatchObject({ code: 'genre.not_found' });
  });
});
