import type { components } from './schema.gen';

type ProblemBody = components['schemas']['ProblemDto'];

/** Why the service did not do what it was asked; `network`: it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly errorId: string | null,
    /** By the path of the field inside the request. */
    readonly fields: Readonly<Record<string, string>>,
  ) {
    super(detail);
  }

  static readonly network = new Problem(0, 'network', '', '', null, {});

  static from(body: unknown, status: number): Problem {
    const { code, title, detail, error_id, errors } = (body ?? {}) as Partial<ProblemBody>;
    const fields = Object.fromEntries((errors ?? []).map(({ field, message }) => [field, message]));
    return new Problem(status, code ?? 'unknown', title ?? '', detail ?? '', error_id ?? null, fields);
  }
}
