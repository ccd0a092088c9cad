import type { Request } from 'express';

/** The pattern of the route that a request has reached, such as `/api/v1/users/:user_id`; never its path. */
export function routeOf(request: Request): string {
  const { path } = (request.route ?? {}) as { path?: unknown };
  return typeof path === 'string' ? path : 'unmatched';
}
