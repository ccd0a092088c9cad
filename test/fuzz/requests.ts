import fc, { type Arbitrary } from 'fast-check';
import { METHODS } from 'node:http';
import { type Body, bodyOf } from './bodies';
import { headersOf } from './headers';
import type { Schema, Schemas } from './schema-values';
import { type Parameter, pathOf, queryOf } from './targets';

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
  fc.oneof(
    { weight: 15, arbitrary: fc.constant(method) },
    { weight: 1, arbitrary: fc.constantFrom(...OTHER_METHODS) },
  );
