import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../kernel/domain-error';

/** No body of the contract is deeper than six levels. */
const MAX_DEPTH = 12;

/** Refuses bodies so deep that a recursive walk over them could exhaust the stack. */
export function limitDepth(request: Request, _response: Response, next: NextFunction): void {
  next(isTooDeep(request.body) ? new DomainError('invalid', 'request.too_deep') : undefined);
}

/** Level by level instead of recursively. */
function isTooDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
  return false;
}
