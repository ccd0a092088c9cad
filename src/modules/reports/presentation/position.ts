import { parseInstant } from '../../../common/kernel/instant';
import { isUuid } from '../../../common/kernel/uuid';

/** Where a list by time of creation goes on. */
export interface Position {
  readonly createdAt: string;
  readonly id: string;
}

export function isPosition(value: unknown): value is Position {
  const { createdAt, id } = (value ?? {}) as Record<string, unknown>;
  const isInstant = typeof createdAt === 'string' && parseInstant(createdAt) !== null;
  return isInstant && typeof id === 'string' && isUuid(id);
}
