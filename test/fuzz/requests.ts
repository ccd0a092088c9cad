import fc, { type Arbitrary } from 'fast-check';
import { METHODS } from 'node:http';
import { type Body, bodyOf } from './bodies';
import { HOSTILE_IDS, HOSTILE_KEYS, HOSTILE_LANGUAGES, HOSTILE_TEXTS, RAW_NUMBERS } from './hostile-values';
import { knownId, type Schema, type Schemas, valueOf } from './schema-values';

export const CALLERS = ['admin', 'user', 'ingest', 'erase', 'anonymous', 'stranger'] as const;
export type Caller = (typeof CALLERS)[number];

export interface FuzzRequest {
  readonly caller: Caller;
  readonly method: string;
  /** Path and query as they go over the wire. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
}

/** Requests over all operations of a document, most of them wrong in one way or another. */
export function requestsOf({ paths, components: { schemas } }: ApiDocument): Arbitrary<FuzzRequest> {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return fc.oneof(
    ...operations.map(({ path, method, operation }) => {
      const { parameters = [], requestBody } = operation;
      const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
      return fc
        .record({
          caller: callerOf,
          method: methodOf(method),
          path: pathOf(path),
          query: queryOf(
            parameters.filter((parameter) => parameter.in === 'query'),
            schemas,
          ),
          headers: headersOf,
          body: bodyOf(schema, schemas),
        })
        .map(toRequest);
    }),
  );
}

function toRequest(parts: {
  caller: Caller;
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: Body;
}): FuzzRequest {
  const { caller, method, path, query, headers, body } = parts;
  return {
    caller,
    method,
    target: path + (query && `?${query}`),
    headers: { ...body.headers, ...headers },
    body: body.bytes,
  };
}

/** Administrators get furthest. */
const callerOf = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Caller>('admin') },
  { weight: 3, arbitrary: fc.constantFrom<Caller>('user', 'ingest', 'erase') },
  { weight: 2, arbitrary: fc.constantFrom<Caller>('anonymous', 'stranger') },
);

const OTHER_METHODS = METHODS.map((method) => method.toLowerCase()).filter((method) => method !== 'connect');

const methodOf = (method: string): Arbitrary<string> =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(method) }, { weight: 1, arbitrary: fc.constantFrom(...OTHER_METHODS) });

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

function pathOf(template: string): Arbitrary<string> {
  const segment = fc.oneof(
    { weight: 3, arbitrary: knownId },
    { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_SEGMENTS) },
  );
  const filled = fc
    .array(segment, { minLength: 2, maxLength: 2 })
    .map((ids) => template.replace(/\{\w+\}/g, () => ids.pop() ?? 'x'));
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
    path.replace('/v1', '/V1').toUpperCase(),
    path.replace(/\//g, '//'),
    `${path}/${odd}`,
    path.replace('/api/v1', `/api/v1/${odd}`),
    path.replace(/[a-z]/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    `http://elsewhere.example${path}`,
  ];
  return ways[how % ways.length]!;
}

function queryOf(parameters: readonly Parameter[], schemas: Schemas): Arbitrary<string> {
  const names = ['unknown', ...parameters.map(({ name }) => name)];
  const hostile = fc
    .tuple(
      fc.oneof(fc.constantFrom(...names), fc.constantFrom(...HOSTILE_KEYS.filter((key) => key.length < 100))),
      fc.constantFrom('', '[]', '[a]', '[__proto__]', '[0][1]', '.x'),
      fc.oneof(
        fc.constantFrom(...HOSTILE_TEXTS, ...RAW_NUMBERS, '0x10', ' 5', '1_000', 'bnVsbA', 'e30', 'W10', 'IiI'),
        fc.string({ unit: 'binary', maxLength: 10 }),
      ),
    )
    .map(([name, suffix, value]) => `${encode(name)}${suffix}=${encode(value)}`);
  const right = parameters.map(({ name, schema }) =>
    valueOf(schema, name, schemas).map((value) => `${name}=${encode(String(value))}`),
  );
  const garbage = fc.constantFrom('%', '&&&===', '%E0%A4%A=%ff', '?', 'a=%00', '=', `${'a=1&'.repeat(1_500)}`, '#x');
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

const headersOf: Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 10, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_LANGUAGES).map((text) => ({ 'accept-language': text })) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { accept: 'application/xml' },
      { accept: ',;q=' },
      { 'x-forwarded-for': '1.1.1.1, unknown, ::1%eth0' },
      { forwarded: 'for="_x";by=' },
      { 'x-http-method-override': 'DELETE' },
      { 'x-request-id': '../\u00ff' },
      { range: 'bytes=-1,5-2' },
      { 'if-none-match': '*' },
      { 'if-modified-since': 'yesterday' },
      { cookie: 'a=%E0%A4%A; __proto__=1' },
      { expect: '100-continue' },
      { expect: 'a miracle' },
      { origin: 'null' },
      { host: 'elsewhere.example:99999' },
      { connection: 'upgrade', upgrade: 'websocket' },
      { te: 'trailers, deflate' },
      { 'content-length': '5' },
      { 'transfer-encoding': 'chunked' },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Record<string, string>>(
      { 'x-padding': 'x'.repeat(7_000) },
      { 'x-padding': 'x'.repeat(20_000) },
      { 'accept-language': 'ru;q=0.1,'.repeat(1_000) },
      Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`x-many-${index}`, '1'])),
    ),
  },
);

/** Credentials of somebody who has none. */
export const STRANGE_CREDENTIALS: readonly Readonly<Record<string, string>>[] = [
  { authorization: 'Bearer ' },
  { authorization: 'Bearer x' },
  { authorization: `Bearer ${'a'.repeat(9_000)}` },
  { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' },
  { authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.bnVsbA.x' },
  { authorization: 'Bearer \u00ff' },
  { authorization: 'Basic YTpi' },
  { 'x-api-key': '' },
  { 'x-api-key': 'ksk_' },
  { 'x-api-key': `ksk_${'A'.repeat(43)}` },
  { 'x-api-key': 'ksk_\u00ff' },
  { 'x-api-key': 'x'.repeat(7_000), authorization: 'Bearer x' },
];
