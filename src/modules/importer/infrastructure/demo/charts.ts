import { type DemoRelease, library, LICENCE_WEEKS, premieresOf } from './catalogue';
import type { Prng } from './prng';
import { DAY_MS, weekOf } from './week';

const LICENCE_DAYS = LICENCE_WEEKS * 7;

interface Chart {
  readonly releases: readonly DemoRelease[];
  readonly cumulative: Float64Array;
}

/** How much each release is in demand on each day: what everybody chooses from. */
export class Charts {
  private readonly library: readonly DemoRelease[];
  private readonly premieres = new Map<number, DemoRelease[]>();
  private today: { day: number; chart: Chart } | undefined;

  constructor(private readonly seed: number) {
    this.library = library(seed);
  }

  /** A release drawn by its popularity on a day; a premiere may be drawn hours before it is out. */
  draw(day: number, prng: Prng): DemoRelease {
    if (this.today?.day !== day) this.today = { day, chart: this.chartOf(day) };
    const { releases, cumulative } = this.today.chart;
    return releases[prng.index(cumulative)]!;
  }

  private chartOf(day: number): Chart {
    const releases = [...this.library];
    const week = weekOf(day * DAY_MS);
    for (let past = week - LICENCE_WEEKS; past <= week; past++) releases.push(...this.premieresOf(past));
    let total = 0;
    const cumulative = Float64Array.from(releases, (release) => (total += demand(release, day)));
    return { releases, cumulative };
  }

  private premieresOf(week: number): DemoRelease[] {
    let premieres = this.premieres.get(week);
    if (!premieres) this.premieres.set(week, (premieres = premieresOf(this.seed, week)));
    return premieres;
  }
}

/**
 * Demand for the library is steady. That for a premiere peaks on the first day, falls by a power law and
 * fades to nothing when its licence ends.
 */
function demand(release: DemoRelease, day: number): number {
  if (!release.premiere) return release.weight;
  const age = day - Math.floor(release.releasedAt / DAY_MS);
  if (age < 0 || age >= LICENCE_DAYS) return 0;
  return release.weight * (1 + age / 6) ** -1.05 * (1 - age / LICENCE_DAYS);
}
