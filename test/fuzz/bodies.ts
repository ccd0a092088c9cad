import fc, { type Arbitrary } from 'fast-check';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { RAW_NONSENSE } from './hostile-values';
import { mutated } from './mutations';
import { hostileValue, type Schema, type Schemas, valueOf, writeJson } from './schema-values';

export interface Body {
  readonly bytes: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Some 30 KB each that would take up 30 MB. */
const BOMBS: Record<string, Buffer> = {
  gzip: gzipSync(Buffer.alloc(30_000_000, 0x20)),
  deflate: deflateSync(Buffer.alloc(30_000_000, 0x5b)),
  br: brotliCompressSync(Buffer.from(`{"users":[${'{},'.repeat(2_000_000)}{}]}`), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 3 },
  }),
};

const COMPRESSIONS: Record<string, (bytes: Buffer) => Buffer> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
};

const CONTENT_TYPES = [
  'application/json; charset=utf-8',
  'application/json; charset="UTF-8"',
  'application/json; charset=utf-16',
  'application/json; charset=koi8-r',
  'application/json; charset=',
  'application/merge-patch+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'text/xml',
  'garbage',
  'application/json; __proto__=1',
  '*/*',
];

const json = (text: string): Body => ({
  bytes: Buffer.from(text),
  headers: { 'content-type': 'application/json' },
});

const TOO_LARGE = json(`{"users":["${'x'.repeat(2_100_000)}"]}`);

/** Bodies of an operation, from right to hopeless; without a schema only those that it does not expect. */
export function bodyOf(schema: Schema | undefined, schemas: Schemas): Arbitrary<Body> {
  const tree = schema ? valueOf(schema, '', schemas) : hostileValue;
  const text = tree.map(writeJson);
  const wrong = mutated(tree).map(writeJson);
  return fc.oneof(
    { weight: schema ? 3 : 0, arbitrary: text.map(json) },
    { weight: schema ? 6 : 0, arbitrary: wrong.map(json) },
    { weight: 1, arbitrary: hostileValue.map((value) => json(writeJson(value))) },
    { weight: 1, arbitrary: broken(text) },
    { weight: 1, arbitrary: mislabelled(text) },
    { weight: 1, arbitrary: compressed(fc.oneof(text, wrong)) },
    { weight: schema ? 1 : 8, arbitrary: fc.constant<Body>({ bytes: null, headers: {} }) },
  );
}

/** JSON that is none: cut short, with broken UTF-8 in it, with literals that JavaScript alone knows. */
function broken(text: Arbitrary<string>): Arbitrary<Body> {
  return fc.oneof(
    fc.tuple(text, fc.nat()).map(([whole, at]) => json(whole.slice(0, at % (whole.length + 1)))),
    fc.tuple(text, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 })).map(([whole, at, bytes]) => {
      const place = at % (whole.length + 1);
      const parts = [Buffer.from(whole.slice(0, place)), Buffer.from(bytes), Buffer.from(whole.slice(place))];
      return { ...json(''), bytes: Buffer.concat(parts) };
    }),
    fc
      .tuple(text, fc.constantFrom(...RAW_NONSENSE))
      .map(([whole, nonsense]) => json(whole.replace(/"[^"]*"(?=[,}\]])/, () => nonsense))),
    text.map((whole) => json(`\ufeff${whole}`)),
    text.map((whole) => json(`${whole}${whole}`)),
    text.map((whole) => ({ ...json(''), bytes: Buffer.from(whole, 'utf16le') })),
    fc.constantFrom('', ' ', 'null', '[', '{', '"', '{"a":1,"a":2}', '['.repeat(100_000)).map(json),
    fc.constant(TOO_LARGE),
  );
}

function mislabelled(text: Arbitrary<string>): Arbitrary<Body> {
  return fc
    .tuple(text, fc.constantFrom(...CONTENT_TYPES))
    .map(([whole, type]) => ({ bytes: Buffer.from(whole), headers: { 'content-type': type } }));
}

function compressed(text: Arbitrary<string>): Arbitrary<Body> {
  const encoding = fc.constantFrom('gzip', 'deflate', 'br');
  const under = (bytes: Buffer, name: string): Body => ({
    bytes,
    headers: { 'content-type': 'application/json', 'content-encoding': name },
  });
  return fc.oneof(
    {
      weight: 10,
      arbitrary: fc
        .tuple(text, encoding)
        .map(([whole, name]) => under(COMPRESSIONS[name]!(Buffer.from(whole)), name)),
    },
    {
      weight: 5,
      arbitrary: fc
        .tuple(text, encoding)
        .map(([whole, name]) => under(COMPRESSIONS[name]!(Buffer.from(whole)).subarray(0, -3), name)),
    },
    {
      weight: 5,
      arbitrary: fc
        .tuple(text, fc.constantFrom('gzip', 'br', 'zstd', 'gzip, gzip', 'compress', '__proto__', 'identity'))
        .map(([whole, name]) => under(Buffer.from(whole), name)),
    },
    { weight: 1, arbitrary: encoding.map((name) => under(BOMBS[name]!, name)) },
  );
}
