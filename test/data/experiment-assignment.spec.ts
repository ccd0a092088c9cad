import { assign } from '../../src/modules/experiments/domain/assignment/assign';
import {
  type BucketRange,
  bucketRanges,
  chooseVariation,
  equalWeights,
} from '../../src/modules/experiments/domain/assignment/bucket-ranges';
import { hash } from '../../src/modules/experiments/domain/assignment/hash';
import { inNamespace } from '../../src/modules/experiments/domain/assignment/namespace';
import { readJson } from './data-folder';

type Pair = readonly [number, number];
type GivenNamespace = readonly [id: string, start: number, end: number];

interface Experiment {
  readonly key: string;
  readonly variations: readonly unknown[];
  readonly weights?: readonly number[];
  readonly coverage?: number;
  readonly ranges?: readonly Pair[];
  readonly namespace?: GivenNamespace;
  readonly seed?: string;
  readonly hashVersion?: number;
}
type Run = readonly [
  name: string,
  context: { readonly attributes?: { readonly id?: string | null } },
  experiment: Experiment,
  variation: unknown,
  inExperiment: boolean,
  hashUsed: boolean,
];

interface Vectors {
  readonly hash: readonly (readonly [string, string, number, number | null])[];
  readonly getBucketRange: readonly (readonly [
    string,
    readonly [number, number, readonly number[] | null],
    readonly Pair[],
  ])[];
  readonly chooseVariation: readonly (readonly [string, number, readonly Pair[], number])[];
  readonly inNamespace: readonly (readonly [string, string, GivenNamespace, boolean])[];
  readonly getEqualWeights: readonly (readonly [number, readonly number[]])[];
  readonly run: readonly Run[];
}

const vectors = readJson<Vectors>('assignment', 'assignment_vectors.json');

const toRange = ([start, end]: Pair): BucketRange => ({ start, end });
const toNamespace = ([id, start, end]: GivenNamespace) => ({ id, start, end });

describe('the vectors of GrowthBook', () => {
  it.each(vectors.hash)('hash of seed %j and value %j, version %i', (seed, value, version, expected) => {
    expect(hash(seed, value, version)).toBe(expected);
  });

  it.each(vectors.getBucketRange)('bucket ranges: %s', (_, [count, coverage, weights], expected) => {
    const found = bucketRanges(count, coverage, weights);
    expect(found).toHaveLength(expected.length);
    found.forEach(({ start, end }, index) => {
      expect(start).toBeCloseTo(expected[index]![0], 12);
      expect(end).toBeCloseTo(expected[index]![1], 12);
    });
  });

  it.each(vectors.chooseVariation)('chosen variation: %s', (_, position, ranges, expected) => {
    expect(chooseVariation(position, ranges.map(toRange))).toBe(expected);
  });

  it.each(vectors.inNamespace)('namespace: %s', (_, userId, namespace, expected) => {
    expect(inNamespace(userId, toNamespace(namespace))).toBe(expected);
  });

  it.each(vectors.getEqualWeights)('equal weights for %i', (count, expected) => {
    const found = equalWeights(count);
    expect(found).toHaveLength(expected.length);
    found.forEach((weight, index) => expect(weight).toBeCloseTo(expected[index]!, 8));
  });
});

/**
 * The runs of whole experiments that speak of nothing but assignment. Left out are those about what we do not
 * have or what others than `assign` see to: forced variations, query strings, conditions and saved groups,
 * prerequisites, filters, QA mode, activation, other hash attributes.
 */
const KNOWN_KEYS = ['key', 'variations', 'weights', 'coverage', 'ranges', 'namespace', 'seed', 'hashVersion'];
const runs = vectors.run.filter(
  ([, context, experiment]) =>
    Object.keys(context).every((key) => key === 'attributes') &&
    Object.keys(context.attributes ?? {}).every((key) => key === 'id') &&
    Object.keys(experiment).every((key) => KNOWN_KEYS.includes(key)),
);

/** As GrowthBook puts the parts together, either version of the hash; null for nobody. */
function indexOf(userId: string, experiment: Experiment): number | null {
  const { key, variations, weights = null, coverage = 1, ranges, namespace } = experiment;
  if (userId === '' || variations.length < 2) return null;
  if (namespace && !inNamespace(userId, toNamespace(namespace))) return null;
  const position = hash(experiment.seed ?? key, userId, experiment.hashVersion ?? 1)!;
  const index = chooseVariation(
    position,
    ranges?.map(toRange) ?? bucketRanges(variations.length, coverage, weights),
  );
  return index === -1 ? null : index;
}

describe('the experiments of GrowthBook', () => {
  it('are 52 that speak of assignment alone', () => {
    expect(runs).toHaveLength(52);
  });

  it.each(runs)('%s', (_, { attributes }, experiment, variation, inExperiment) => {
    const index = indexOf(attributes?.id ?? '', experiment);
    expect(index !== null).toBe(inExperiment);
    expect(experiment.variations[index ?? 0]).toEqual(variation);
  });

  const ours = runs.filter(([, , { hashVersion, ranges = [] }]) => hashVersion === 2 && ranges.length !== 1);
  it.each(ours)('%s, by our own assign', (_, { attributes }, experiment, variation) => {
    const { seed, weights, coverage = 1, variations } = experiment;
    const variants = variations.map((one, index) => ({
      variantId: String(one),
      weight: weights?.[index] ?? 1,
    }));
    const request = { userId: attributes!.id!, seed: seed!, variants, allocation: coverage, namespace: null };
    expect(assign(request)).toBe(String(variation));
  });
});
