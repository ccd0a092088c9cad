import fc, { type Arbitrary } from 'fast-check';
import { HOSTILE_IDS, HOSTILE_KEYS, HOSTILE_TEXTS, RAW_NUMBERS } from './hostile-values';
import { idOf, type Schema, type Schemas, valueOf } from './schema-values';

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

const HOSTILE_SEGMENTS = [
  ...HOSTILE_IDS.filter((id) => id !== '').map((id) => encodeURIComponent(id)),
  '%00',
  '%',
  '%zz',
  '%E0%A4%A',
  '%ff%fe',
  '%ED%A0%80',
  '%2e%2e%2f%2e%2e',
  '..;',
  '.',
  '%20',
  '*',
  ':user_id',
  '\u00ff',
  'x'.repeat(3_000),
];

/** The path of an operation, with ids of all sorts in it, and now and then bent as a whole. */
export function pathOf(template: string): Arbitrary<string> {
  const ids = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
    fc.oneof(
      { weight: 3, arbitrary: idOf(name!) },
      { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_SEGMENTS) },
    ),
  );
  const filled = fc.tuple(...ids).map((segments) => {
    const left = [...segments];
    return template.replace(/\{\w+\}/g, () => left.shift() ?? 'x');
  });
  return fc.oneof(
    { weight: 20, arbitrary: filled },
    {
      weight: 1,
      arbitrary: fc
        .tuple(filled, fc.constantFrom(...HOSTILE_SEGMENTS), fc.nat(6))
        .map(([path, odd, how]) => distort(path, odd, how)),
    },
  );
}

function distort(path: string, odd: string, how: number): string {
  const ways = [
    `${path}/`,
    path.replace(/[a-z]/g, (letter) => letter.toUpperCase()),
    path.replace(/\//g, '//'),
    `${path}/${odd}`,
    path.replace('/api/v1', `/api/v1/${odd}`),
    path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    `http://elsewhere.example${path}`,
  ];
  return ways[how % ways.length]!;
}

/** A query of the operation's own parameters, of others, or of nothing that could be read. */
export function queryOf(parameters: readonly Parameter[], schemas: Schemas): Arbitrary<string> {
  const names = ['unknown', ...parameters.map(({ name }) => name)];
  const hostile = fc
    .tuple(
      fc.oneof(fc.constantFrom(...names), fc.constantFrom(...HOSTILE_KEYS.filter((key) => key.length < 100))),
      fc.constantFrom('', '[]', '[a]', '[__proto__]', '[0][1]', '.x'),
      fc.oneof(
        fc.constantFrom(
          ...HOSTILE_TEXTS,
          ...RAW_NUMBERS,
          '0x10',
          ' 5',
          '1_000',
          'bnVsbA',
          'e30',
          'W10',
          'IiI',
        ),
        fc.string({ unit: 'binary', maxLength: 10 }),
      ),
    )
    .map(([name, suffix, value]) => `${encode(name)}${suffix}=${encode(value)}`);
  const right = parameters.map(({ name, schema }) =>
    valueOf(schema, name, schemas).map((value) => `${name}=${encode(String(value))}`),
  );
  const garbage = fc.constantFrom(
    '%',
    '&&&===',
    '%E0%A4%A=%ff',
    '?',
    'a=%00',
    '=',
    `${'a=1&'.repeat(1_500)}`,
    '#x',
  );
  const some = (arbitrary: Arbitrary<string>, maxLength: number) =>
    fc.array(arbitrary, { maxLength }).map((pairs) => pairs.join('&'));
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    { weight: right.length > 0 ? 6 : 0, arbitrary: some(fc.oneof(fc.constant('x=1'), ...right), 2) },
    { weight: right.length > 0 ? 6 : 1, arbitrary: some(fc.oneof(hostile, ...right), 3) },
    { weight: 1, arbitrary: garbage },
  );
}

/** A lone surrogate is no text that could be encoded: it goes as the bytes that some libraries make of it. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\u0001')).replaceAll('%01', '%ED%A0%80');
}
