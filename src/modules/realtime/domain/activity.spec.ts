import fc from 'fast-check';
import { type Activity, partsOf } from './activity';
import { GatheredActivity } from './gathered-activity';

describe('GatheredActivity', () => {
  it('adds up by release and variant, and begins anew', () => {
    const gathered = new GatheredActivity();
    gathered.addView('r', 'u', 10);
    gathered.addView('r', 'u', 20);
    gathered.addView('r', 'v', 30);
    gathered.addConversions({ testId: 't', variantId: 'a', count: 1 });
    gathered.addConversions({ testId: 't', variantId: 'a', count: 2 });
    expect(gathered.size).toBe(5);
    expect(gathered.take()).toEqual({
      releases: [{ releaseId: 'r', views: 3, watchSeconds: 60, userIds: ['u', 'v'] }],
      conversions: [{ testId: 't', variantId: 'a', count: 3 }],
    });
    expect([gathered.size, gathered.take()]).toEqual([0, { releases: [], conversions: [] }]);
  });
});

describe('partsOf', () => {
  const release = fc.record({
    releaseId: fc.uuid(),
    views: fc.integer({ min: 1, max: 50 }),
    watchSeconds: fc.nat(1_000),
    userIds: fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 }),
  });
  const conversion = fc.record({ testId: fc.uuid(), variantId: fc.string(), count: fc.nat(9) });

  it('bounds the names of each part, and loses and doubles nothing', () => {
    fc.assert(
      fc.property(
        fc.array(release, { maxLength: 10 }),
        fc.array(conversion, { maxLength: 10 }),
        fc.integer({ min: 1, max: 7 }),
        (releases, conversions, limit) => {
          const parts = [...partsOf({ releases, conversions }, limit)];
          for (const part of parts) {
            const names = part.releases.reduce((sum, { userIds }) => sum + userIds.length, 0);
            expect(names + part.conversions.length).toBeLessThanOrEqual(limit);
          }
          const whole = parts.flatMap((part) => part.releases);
          expect(summary(whole)).toEqual(summary(releases));
          expect(parts.flatMap((part) => part.conversions)).toEqual(conversions);
        },
      ),
    );
  });

  function summary(releases: Activity['releases']) {
    return {
      views: releases.reduce((sum, { views }) => sum + views, 0),
      seconds: releases.reduce((sum, { watchSeconds }) => sum + watchSeconds, 0),
      pairs: releases.flatMap(({ releaseId, userIds }) => userIds.map((id) => releaseId + id)),
    };
  }
});
