import { mix } from './random';

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** 32 random bits that `kind`, `index` and `part` decide alone. */
const bits = (kind: number, index: number, part: number) => mix(mix(index + 0x9e3779b9 * kind) + part);

/** A random-looking UUID (version 4), as platforms name their users and titles. `kind` keeps two lists apart. */
export function randomId(kind: number, index: number): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((part) => bits(kind, index, part)) as [
    number,
    number,
    number,
    number,
  ];
  return (
    `${hex(a, 8)}-${hex(b >>> 16, 4)}-4${hex(b & 0xfff, 3)}-` +
    `${hex(0x8000 | ((c >>> 16) & 0x3fff), 4)}-${hex(c & 0xffff, 4)}${hex(d, 8)}`
  );
}

/** A time-ordered UUID (version 7) of an instant in milliseconds since 1970. */
export function timeOrderedId(instant: number, index: number): string {
  const time = hex(instant, 12);
  const c = bits(7, index, 2);
  return (
    `${time.slice(0, 8)}-${time.slice(8)}-7${hex(index & 0xfff, 3)}-` +
    `${hex(0x8000 | ((c >>> 16) & 0x3fff), 4)}-${hex(c & 0xffff, 4)}${hex(bits(7, index, 3), 8)}`
  );
}
