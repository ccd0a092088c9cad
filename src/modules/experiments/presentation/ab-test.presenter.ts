import { formatInstant, parseInstant } from '../../../common/kernel/instant';
import type { AbTest, Audience, TestDefinition, TestMetric, Variant } from '../domain/ab-test';
import { DEFAULT_METRIC } from '../domain/metric-name';
import type {
  AbTestDto,
  AudienceDto,
  CreateTestDto,
  TestMetricDto,
  UpdateTestDto,
  VariantDto,
} from './ab-tests.dto';

const DEFAULT_MARGIN = 0.05;

/** Of a valid request; `seed` null: the test's id. */
export function toDefinition(dto: CreateTestDto): Omit<TestDefinition, 'seed'> & { seed: string | null } {
  return {
    name: dto.name,
    variants: dto.variants.map(toVariant),
    primaryMetric: dto.primary_metric ?? DEFAULT_METRIC,
    metrics: (dto.metrics ?? []).map(toMetric),
    allocation: dto.allocation ?? 1,
    exclusionGroup: dto.exclusion_group ?? null,
    audience: toAudience(dto.audience ?? null),
    minimumDetectableEffect: dto.minimum_detectable_effect ?? null,
    inference: dto.inference ?? 'fixed',
    seed: dto.seed ?? null,
  };
}

/** The parts that a valid request names; null stands for the default. */
export function toChange(dto: UpdateTestDto, { testId }: AbTest): Partial<TestDefinition> {
  return {
    ...(dto.name !== undefined && { name: dto.name }),
    ...(dto.variants !== undefined && { variants: dto.variants.map(toVariant) }),
    ...(dto.primary_metric !== undefined && { primaryMetric: dto.primary_metric ?? DEFAULT_METRIC }),
    ...(dto.metrics !== undefined && { metrics: (dto.metrics ?? []).map(toMetric) }),
    ...(dto.allocation !== undefined && { allocation: dto.allocation ?? 1 }),
    ...(dto.exclusion_group !== undefined && { exclusionGroup: dto.exclusion_group }),
    ...(dto.audience !== undefined && { audience: toAudience(dto.audience) }),
    ...(dto.minimum_detectable_effect !== undefined && {
      minimumDetectableEffect: dto.minimum_detectable_effect,
    }),
    ...(dto.inference !== undefined && { inference: dto.inference ?? 'fixed' }),
    ...(dto.seed !== undefined && { seed: dto.seed ?? testId }),
  };
}

export function presentTest(test: AbTest): AbTestDto {
  return {
    test_id: test.testId,
    name: test.name,
    status: test.status,
    variants: test.variants.map(presentVariant),
    primary_metric: test.primaryMetric,
    metrics: test.metrics.map(({ name, role, direction, margin }) => ({
      metric_name: name,
      role,
      direction,
      margin,
    })),
    allocation: test.allocation,
    exclusion_group: test.exclusionGroup,
    exclusion_range: test.range,
    audience: test.audience && presentAudience(test.audience),
    minimum_detectable_effect: test.minimumDetectableEffect,
    inference: test.inference,
    seed: test.seed,
    created_at: formatInstant(test.createdAt),
    start_date: test.startedAt && formatInstant(test.startedAt),
    end_date: test.endedAt && formatInstant(test.endedAt),
  };
}

function toVariant({ variant_id, variant_name, weight, is_control }: VariantDto): Variant {
  return { variantId: variant_id, name: variant_name, weight, isControl: is_control };
}

function presentVariant({ variantId, name, weight, isControl }: Variant): VariantDto {
  return { variant_id: variantId, variant_name: name, weight, is_control: isControl };
}

function toMetric({ metric_name, role, direction, margin }: TestMetricDto): TestMetric {
  return {
    name: metric_name,
    role,
    direction,
    margin: role === 'guardrail' ? (margin ?? DEFAULT_MARGIN) : null,
  };
}

/** An audience that asks for nothing is everybody. */
function toAudience(dto: AudienceDto | null): Audience | null {
  const { role = null, genre = null, registered_from, registered_until } = dto ?? {};
  const registeredFrom = registered_from ? parseInstant(registered_from) : null;
  const registeredUntil = registered_until ? parseInstant(registered_until) : null;
  const audience = { role, genre, registeredFrom, registeredUntil };
  return Object.values(audience).every((part) => part === null) ? null : audience;
}

function presentAudience({ role, genre, registeredFrom, registeredUntil }: Audience): AudienceDto {
  return {
    role,
    genre,
    registered_from: registeredFrom && formatInstant(registeredFrom),
    registered_until: registeredUntil && formatInstant(registeredUntil),
  };
}
