interface Person {
  readonly userId: string;
}

/** Drawn from the last digits of a UUID, which are random in all versions that are in use. */
const lotOf = ({ userId }: Person) => Number.parseInt(userId.slice(-8), 16);

/** At most `size` people of all, always the same ones of the same; more than half as many where there are enough. */
export async function drawByLot<T extends Person>(
  batches: AsyncIterable<readonly T[]>,
  size: number,
): Promise<T[]> {
  let drawn: T[] = [];
  let limit = 2 ** 32;
  for await (const batch of batches) {
    drawn.push(...batch.filter((person) => lotOf(person) < limit));
    while (drawn.length > size && limit > 1) {
      limit /= 2;
      drawn = drawn.filter((person) => lotOf(person) < limit);
    }
  }
  return drawn;
}
