import type { ViewerItems } from './viewer-items';

const FIRST_CAPACITY = 65_536;

/** Gathers who has watched what, viewer by viewer, in as little room as it takes: four bytes a pair and viewer. */
export class WatchMatrix {
  /** By number. */
  readonly releaseIds: string[] = [];
  viewers = 0;
  pairs = 0;
  private readonly numbers = new Map<string, number>();
  private items = new Int32Array(FIRST_CAPACITY);
  private offsets = new Int32Array(FIRST_CAPACITY);

  /** What one viewer has watched, each release once. */
  add(releaseIds: readonly string[]): void {
    this.items = withRoom(this.items, this.pairs + releaseIds.length);
    for (const releaseId of releaseIds) this.items[this.pairs++] = this.numberOf(releaseId);
    this.offsets = withRoom(this.offsets, this.viewers + 2);
    this.offsets[++this.viewers] = this.pairs;
  }

  toViewerItems(): ViewerItems {
    return {
      itemCount: this.releaseIds.length,
      items: this.items.subarray(0, this.pairs),
      offsets: this.offsets.subarray(0, this.viewers + 1),
    };
  }

  private numberOf(releaseId: string): number {
    const known = this.numbers.get(releaseId);
    if (known !== undefined) return known;
    const number = this.releaseIds.push(releaseId) - 1;
    this.numbers.set(releaseId, number);
    return number;
  }
}

/** The same numbers where at least `size` have room; doubles, so that growing costs little in all. */
function withRoom(numbers: Int32Array<ArrayBuffer>, size: number): Int32Array<ArrayBuffer> {
  if (size <= numbers.length) return numbers;
  const larger = new Int32Array(Math.max(size, 2 * numbers.length));
  larger.set(numbers);
  return larger;
}
