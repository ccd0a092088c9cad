/**
 * The best few of many items, kept in order while they come: the most similar first, of equals the lower index. The
 * order in which items are offered makes no difference.
 */
export class NearestItems {
  private readonly items: Int32Array;
  private readonly similarities: Float32Array;
  private size = 0;

  constructor(private readonly capacity: number) {
    this.items = new Int32Array(capacity);
    this.similarities = new Float32Array(capacity);
  }

  /** `similarity` is a 32-bit float: what is compared must be what is kept. */
  offer(item: number, similarity: number): void {
    if (this.size === this.capacity && !this.comesBefore(this.size - 1, item, similarity)) return;
    let place = this.size < this.capacity ? this.size++ : this.size - 1;
    while (place > 0 && this.comesBefore(place - 1, item, similarity)) {
      this.items[place] = this.items[place - 1]!;
      this.similarities[place] = this.similarities[place - 1]!;
      place--;
    }
    this.items[place] = item;
    this.similarities[place] = similarity;
  }

  /** Writes what was kept from `start` on, and begins anew. Returns where it ends. */
  moveTo(items: Int32Array, similarities: Float32Array, start: number): number {
    items.set(this.items.subarray(0, this.size), start);
    similarities.set(this.similarities.subarray(0, this.size), start);
    const end = start + this.size;
    this.size = 0;
    return end;
  }

  /** Whether the item offered belongs before the one at `place`. */
  private comesBefore(place: number, item: number, similarity: number): boolean {
    const kept = this.similarities[place]!;
    return similarity > kept || (similarity === kept && item < this.items[place]!);
  }
}
