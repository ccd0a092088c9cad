import fc from 'fast-check';
import { engagementScore, hourlyScores } from './engagement';
import { genrePreferences } from './genre-preferences';

describe('engagementScore', () => {
  it.each([
    ['nothing', { views30: 0, completion30: null, activeDays28: 0 }, 0],
    ['everything', { views30: 300, completion30: 1, activeDays28: 28 }, 1],
    [
      'the definition',
      { views30: 15, completion30: 0.5, activeDays28: 7 },
      0.4 * 0.5 + 0.3 * 0.5 + 0.3 * 0.25,
    ],
    ['no completion', { views30: 15, completion30: null, activeDays28: 7 }, (0.4 * 0.5 + 0.3 * 0.25) / 0.7],
  ])('is by %s', (_, activity, score) => {
    expect(engagementScore({ previousViews30: 0, ...activity })).toBeCloseTo(score, 12);
  });
});

describe('hourlyScores', () => {
  it('divides by the busiest hour', () => {
    expect(hourlyScores([0, 2, 8])).toEqual([0, 0.25, 1]);
    expect(hourlyScores([0, 0])).toEqual([0, 0]);
  });
});

describe('genrePreferences', () => {
  const genres: Record<string, string[]> = { a: ['Drama', 'War'], b: ['War'], c: [] };

  it('shares a view by its release’s genres, and counts whole views beside', () => {
    const watched = [
      { releaseId: 'a', views: 2 },
      { releaseId: 'b', views: 1 },
      { releaseId: 'c', views: 5 },
    ];
    expect(genrePreferences(watched, (id) => genres[id]!)).toEqual([
      { name: 'War', views: 3, share: 2 / 3 },
      { name: 'Drama', views: 2, share: 1 / 3 },
    ]);
  });

  it('has shares that add to 1, the most first, or none', () => {
    const names = fc.uniqueArray(fc.constantFrom('Drama', 'War', 'Комедия', 'Sci-Fi', ''), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 999 }), names), { maxLength: 20 }),
        (releases) => {
          const watched = releases.map(([views], index) => ({ releaseId: String(index), views }));
          const found = genrePreferences(watched, (id) => releases[Number(id)]![1]);
          const total = found.reduce((sum, { share }) => sum + share, 0);
          if (releases.some(([, own]) => own.length > 0)) expect(total).toBeCloseTo(1, 9);
          else expect(found).toEqual([]);
          expect(found.map(({ share }) => share)).toEqual(
            found.map(({ share }) => share).sort((a, b) => b - a),
          );
        },
      ),
    );
  });
});
