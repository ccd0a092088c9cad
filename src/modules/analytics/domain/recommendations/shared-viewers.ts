import type { ViewerItems } from './viewer-items';

/** Counts, for one item at a time, how many viewers each other item shares with it. Holds one more copy of the pairs. */
export class SharedViewers {
  /** The same pairs from the other side: the viewers of item i are viewers[starts[i]] … viewers[starts[i + 1] − 1]. */
  private readonly viewers: Int32Array;
  private readonly starts: Int32Array;
  /** One count per item, all 0 between two calls: only what was touched is put back. */
  private readonly counts: Uint32Array;
  private readonly touched: Int32Array;

  constructor(private readonly views: ViewerItems) {
    this.viewers = new Int32Array(views.items.length);
    this.starts = new Int32Array(views.itemCount + 1);
    this.counts = new Uint32Array(views.itemCount);
    this.touched = new Int32Array(views.itemCount);
    this.turnAround();
  }

  /** How many have watched the item. */
  audience(item: number): number {
    return this.starts[item + 1]! - this.starts[item]!;
  }

  /** Every other item that a viewer of `item` has watched, once, with the number of people who have watched both. */
  forEachOther(item: number, visit: (other: number, shared: number) => void): void {
    const { counts, touched } = this;
    const size = this.count(item);
    for (let index = 0; index < size; index++) {
      const other = touched[index]!;
      if (other !== item) visit(other, counts[other]!);
      counts[other] = 0;
    }
  }

  private count(item: number): number {
    const { counts, touched, viewers, starts } = this;
    const { items, offsets } = this.views;
    let size = 0;
    for (let from = starts[item]!; from < starts[item + 1]!; from++) {
      const viewer = viewers[from]!;
      const end = offsets[viewer + 1]!;
      for (let at = offsets[viewer]!; at < end; at++) {
        const other = items[at]!;
        if (counts[other]!++ === 0) touched[size++] = other;
      }
    }
    return size;
  }

  /** A counting sort of the pairs by item. */
  private turnAround(): void {
    const { viewers, starts } = this;
    const { itemCount, items, offsets } = this.views;
    for (let at = 0; at < items.length; at++) starts[items[at]! + 1]!++;
    for (let item = 0; item < itemCount; item++) starts[item + 1]! += starts[item]!;
    const next = starts.slice();
    for (let viewer = 0; viewer + 1 < offsets.length; viewer++) {
      const end = offsets[viewer + 1]!;
      for (let at = offsets[viewer]!; at < end; at++) viewers[next[items[at]!]!++] = viewer;
    }
  }
}
