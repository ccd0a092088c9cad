import { valuesOf } from '../../../../../test/support/demo-world';
import type { ReleaseChange } from '../../../catalogue';
import { DemoSource } from './demo-source';
import { openDemoSource } from './open-demo-source';

async function firstSignUp(source: DemoSource): Promise<string> {
  const days = (await valuesOf(source.users())).map(({ registeredAt }) => registeredAt.toISOString());
  return days.sort()[0]!.slice(0, 10);
}

const catalogueOf = (releases: readonly ReleaseChange[]) => {
  const known = new Set(releases.map(({ id }) => id));
  return {
    findUnknown: (ids: readonly string[]) => Promise.resolve(new Set(ids.filter((id) => !known.has(id)))),
  };
};

describe('opening the demo', () => {
  it('launches the service 26 whole weeks before the running one', async () => {
    const source = await openDemoSource(catalogueOf([]), { now: new Date('2026-06-17T14:25:00Z') });
    expect(await firstSignUp(source)).toBe('2025-12-15');
  });

  it('goes on with the service that the catalogue knows', async () => {
    const first = new DemoSource({ now: new Date('2026-06-17T14:25:00Z') });
    const again = await openDemoSource(catalogueOf(await valuesOf(first.releases())), {
      now: new Date('2026-08-20T00:00:00Z'),
    });
    expect(await firstSignUp(again)).toBe('2025-12-15');
  });

  it('goes on after a load that broke off in the middle of the catalogue', async () => {
    const first = new DemoSource({ now: new Date('2026-06-17T14:25:00Z') });
    const again = await openDemoSource(catalogueOf((await valuesOf(first.releases())).slice(0, 10)), {
      now: new Date('2026-07-20T00:00:00Z'),
    });
    expect(await firstSignUp(again)).toBe('2025-12-15');
  });
});
