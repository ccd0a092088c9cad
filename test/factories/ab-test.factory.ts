import { eventId, userId } from './ids';

let next = 400_000;

/** The body that makes a valid test of two equal variants; name only what the spec is about. */
export function aTestBody(given: object = {}) {
  return {
    name: 'A test',
    variants: [
      { variant_id: 'A', variant_name: 'Control', weight: 1, is_control: true },
      { variant_id: 'B', variant_name: 'Variant B', weight: 1, is_control: false },
    ],
    ...given,
  };
}

/** Variants `A` (the control), `B`, … with these weights. */
export function variantsOf(...weights: number[]) {
  return weights.map((weight, index) => {
    const variant_id = 'ABCDEFG'[index]!;
    const variant_name = index === 0 ? 'Control' : `Variant ${variant_id}`;
    return { variant_id, variant_name, weight, is_control: index === 0 };
  });
}

/** A valid event of a test as the item of a request. */
export function aTestEventItem(test_id: string, given: object = {}) {
  return {
    event_id: eventId(next++),
    test_id,
    user_id: userId(1),
    metric_name: 'conversion',
    occurred_at: '2026-03-01T12:00:00Z',
    ...given,
  };
}
