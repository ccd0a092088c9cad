import { LICENCE_WEEKS, markerOf } from './catalogue';
import { DEMO_SEED, type DemoOptions, DemoSource } from './demo-source';
import { weekOf } from './week';

/** How far back the launch of a demo that was loaded before is looked for: ten years. */
const REMEMBERED_WEEKS = 520;

/** Tells which of some releases the catalogue does not hold. */
interface CatalogueLookup {
  findUnknown(ids: readonly string[]): Promise<Set<string>>;
}

/**
 * The demo as it is to be shown now. An empty catalogue gets a service launched half a year ago; where a demo
 * was loaded before, the same service goes on: with the people of the weeks since, and with what those from
 * before have watched since.
 */
export async function openDemoSource(catalogue: CatalogueLookup, options: DemoOptions): Promise<DemoSource> {
  const launchWeek = await launchOfLoadedDemo(catalogue, options);
  return new DemoSource({ ...options, launchWeek });
}

/** A service's oldest premieres came out a licence before its launch, so they tell when that was. */
async function launchOfLoadedDemo(
  catalogue: CatalogueLookup,
  { now, seed = DEMO_SEED }: DemoOptions,
): Promise<number | undefined> {
  const thisWeek = weekOf(now.getTime());
  const launches = Array.from({ length: REMEMBERED_WEEKS }, (_, index) => {
    const week = thisWeek - REMEMBERED_WEEKS + 1 + index;
    return { week, marker: markerOf(seed, week - LICENCE_WEEKS) };
  });
  const unknown = await catalogue.findUnknown(launches.map(({ marker }) => marker));
  return launches.find(({ marker }) => !unknown.has(marker))?.week;
}
