import fc, { type Arbitrary } from 'fast-check';
import { eventId, releaseId, testId, userId } from '../factories/ids';
import { HOSTILE_DATES, HOSTILE_IDS, HOSTILE_TEXTS, RAW_NUMBERS, ZONES } from './hostile-values';

/** As much of OpenAPI's schemas as the document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly nullable?: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly example?: unknown;
}

export type Schemas = Readonly<Record<string, Schema>>;

/** Stands in a tree for text that JSON cannot say; {@link writeJson} writes it out. */
const rawText = (text: string) => `@@raw:${text}@@`;

/** So many users, releases and A/B tests are there to begin with. */
export const KNOWN = 6;
const METRICS = ['conversion', 'conversion_rate', 'views_per_user', 'completion_rate', 'retention_week_1'];
export const GENRES = ['Drama', 'War', 'Комедия'] as const;

const small = fc.integer({ min: 1, max: KNOWN });
const anyId: Arbitrary<string> = fc.oneof(
  small.map(userId),
  small.map(releaseId),
  fc.integer({ min: 1, max: 50 }).map(eventId),
);

/** Ids for a field or parameter, few enough that requests meet the same rows again. */
export function idOf(name: string): Arbitrary<string> {
  if (name === 'user_id') return small.map(userId);
  if (name === 'test_id') return small.map(testId);
  return name === 'release_id' ? small.map(releaseId) : anyId;
}

const instant = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .date({
        min: new Date('2025-11-01T00:00:00Z'),
        max: new Date('2026-12-31T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString()),
  },
  // Right, but as far away as it gets.
  { weight: 1, arbitrary: fc.constantFrom('1900-01-01T00:00:00Z', '9999-11-30T23:59:59.999Z') },
);

/** JSON text of a tree of values. */
export function writeJson(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(/"@@raw:(.*?)@@"/g, '$1');
}

/** Values that keep to a schema, or nearly: ids are of the right kind, ranges and lengths are kept. */
export function valueOf(schema: Schema, name: string, schemas: Schemas): Arbitrary<unknown> {
  const resolved = schema.$ref ? schemas[schema.$ref.split('/').at(-1)!]! : (schema.allOf?.[0] ?? schema);
  if (resolved !== schema) return valueOf(resolved, name, schemas);
  const value = plainValueOf(schema, name, schemas);
  return schema.nullable ? fc.option(value, { freq: 6 }) : value;
}

function plainValueOf(schema: Schema, name: string, schemas: Schemas): Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, name, schemas), {
        minLength: schema.minItems ?? 0,
        maxLength: 4,
      });
    case 'object':
      return objectOf(schema, schemas);
    case 'integer':
    case 'number': {
      const [min, max] = [schema.minimum ?? 0, schema.maximum ?? 100];
      const numbers =
        schema.type === 'integer'
          ? fc.integer({ min, max: Math.min(max, min + 20) })
          : fc.double({ min, max: Math.min(max, min + 20), noNaN: true });
      return fc.oneof(numbers, fc.constantFrom(min, max));
    }
    case 'boolean':
      return fc.boolean();
    case undefined:
    default:
      return textOf(schema, name);
  }
}

function objectOf({ properties = {}, required = [] }: Schema, schemas: Schemas): Arbitrary<unknown> {
  return fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [name, valueOf(property, name, schemas)]),
    ),
    { requiredKeys: [...required] },
  );
}

function textOf({ format, minLength = 1, maxLength = 20 }: Schema, name: string): Arbitrary<string> {
  if (format === 'date-time') return instant;
  if (format === 'email' || name === 'email') return small.map((number) => `person${number}@example.org`);
  // Hashing is slow by design: passwords are rare, and the few there are repeat.
  if (name === 'password') return fc.constantFrom('a password', 'another one');
  if (name === 'timezone') return fc.constantFrom(...ZONES);
  if (name.startsWith('genre')) return fc.constantFrom(...GENRES);
  if (name === 'variant_id') return fc.constantFrom('A', 'B', 'C');
  if (name === 'metric_name' || name === 'primary_metric') return fc.constantFrom(...METRICS);
  if (format === 'uuid') return idOf(name);
  return fc.string({ unit: 'grapheme', minLength, maxLength: Math.max(minLength, Math.min(maxLength, 20)) });
}

const deep = (levels: number, open: string, close: string) =>
  rawText(open.repeat(levels) + (open === '[' ? '' : '1') + close.repeat(levels));

/** Values that no field is made for. */
export const hostileValue: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e9, [], {}, [[]], [{}], [null], { length: 1e9 }),
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.constantFrom(...HOSTILE_DATES),
  fc.constantFrom(...HOSTILE_IDS),
  fc.constantFrom(...RAW_NUMBERS).map(rawText),
  fc.constantFrom(deep(20, '[', ']'), deep(3_000, '[', ']'), deep(2_000, '{"a":', '}')),
  fc.constantFrom(1_001, 5_000).map((length) => Array.from({ length }, () => ({}))),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }),
);
