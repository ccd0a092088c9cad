const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Where `value` lies between 0 (included) and 1 (not included), the same in every GrowthBook SDK. Version 1 is
 * FNV-1a (32 bits) of value + seed, with 1,000 positions and a bias between similar seeds; version 2 is FNV-1a
 * taken twice of seed + value, with 10,000 positions and without the bias. Null for any other version.
 *
 * Text is hashed by UTF-16 code units, each taken whole, as GrowthBook's JavaScript SDK does. The public
 * vectors are ASCII and cannot tell UTF-16 from UTF-8, so the SDK that most clients run decides.
 */
export function hash(seed: string, value: string, version: number): number | null {
  switch (version) {
    case 1:
      return (fnv1a(value + seed) % 1_000) / 1_000;
    case 2:
      return (fnv1a(String(fnv1a(seed + value))) % 10_000) / 10_000;
    default:
      return null;
  }
}

/** Fowler, Noll, Vo: FNV-1a with 32 bits, as an unsigned integer. */
function fnv1a(text: string): number {
  let state = FNV_OFFSET_BASIS;
  for (let index = 0; index < text.length; index++) {
    state = Math.imul(state ^ text.charCodeAt(index), FNV_PRIME);
  }
  return state >>> 0;
}
