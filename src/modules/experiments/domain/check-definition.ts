import { DomainError } from '../../../common/kernel/domain-error';
import type { TestDefinition } from './ab-test';

/** Throws `validation.*`, naming the field, where the parts of a definition do not fit each other. */
export function checkDefinition({ variants, metrics, primaryMetric, audience }: TestDefinition): void {
  if (new Set(variants.map(({ variantId }) => variantId)).size < variants.length)
    throw new DomainError('invalid', 'validation.arrayUnique', {}, 'variants');
  if (variants.filter(({ isControl }) => isControl).length !== 1)
    throw new DomainError('invalid', 'validation.oneControl', {}, 'variants');
  if (variants.every(({ weight }) => weight === 0))
    throw new DomainError('invalid', 'validation.weightsPositive', {}, 'variants');
  if (new Set(metrics.map(({ name }) => name)).size < metrics.length)
    throw new DomainError('invalid', 'validation.arrayUnique', {}, 'metrics');
  if (metrics.some(({ name, role }) => name === primaryMetric && role === 'guardrail'))
    throw new DomainError('invalid', 'validation.primaryIsGoal', {}, 'metrics');
  const { registeredFrom, registeredUntil } = audience ?? {};
  if (registeredFrom && registeredUntil && registeredFrom >= registeredUntil)
    throw new DomainError('invalid', 'validation.untilAfterFrom', {}, 'audience.registered_until');
}
