import fc, { type Arbitrary } from 'fast-check';
import { HOSTILE_KEYS } from './hostile-values';
import { hostileValue } from './schema-values';

type Tree = Record<string, unknown> | unknown[];

interface Mutation {
  /** Which node of the tree, counted in any order. */
  readonly node: number;
  readonly kind: 'replace' | 'remove' | 'add' | 'wrap' | 'repeat';
  readonly key: string;
  readonly value: unknown;
}

const mutation: Arbitrary<Mutation> = fc.record({
  node: fc.nat(),
  kind: fc.constantFrom<Mutation['kind']>('replace', 'replace', 'replace', 'remove', 'add', 'wrap', 'repeat'),
  key: fc.constantFrom(...HOSTILE_KEYS, 'unknown'),
  value: hostileValue,
});

/** The same trees with up to three things wrong with them. */
export function mutated(trees: Arbitrary<unknown>): Arbitrary<unknown> {
  return fc.tuple(trees, fc.array(mutation, { minLength: 1, maxLength: 3 })).map(([tree, mutations]) =>
    // The constants among the values are the same objects each time.
    mutations.reduce<unknown>(
      (changed, made) => mutate(changed, { ...made, value: structuredClone(made.value) }),
      structuredClone(tree),
    ),
  );
}

function mutate(tree: unknown, { node, kind, key, value }: Mutation): unknown {
  const places: [parent: Tree, key: string][] = [];
  collect(tree, places);
  if (places.length === 0) return value;
  const [parent, name] = places[node % places.length]!;
  const current = (parent as Record<string, unknown>)[name];
  switch (kind) {
    case 'replace':
      set(parent, name, value);
      break;
    case 'remove':
      delete (parent as Record<string, unknown>)[name];
      break;
    case 'wrap':
      set(parent, name, [current]);
      break;
    case 'add':
      set(isTree(current) && !Array.isArray(current) ? current : parent, key, value);
      break;
    case 'repeat':
      if (Array.isArray(parent)) parent.push(structuredClone(current));
      break;
  }
  return tree;
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function collect(tree: unknown, places: [Tree, string][]): void {
  if (!isTree(tree)) return;
  for (const [key, value] of Object.entries(tree)) {
    places.push([tree, key]);
    // Huge lists have been put there by a mutation.
    if (places.length < 200) collect(value, places);
  }
}

/** As JSON.parse does: `__proto__` becomes a property like any other. */
function set(parent: Tree, key: string, value: unknown): void {
  Object.defineProperty(parent, Array.isArray(parent) && !/^\d+$/.test(key) ? '0' : key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
