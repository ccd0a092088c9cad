import { HttpException } from '@nestjs/common';
import { isDatabaseUnavailable } from '../database/is-database-unavailable';
import type { Texts } from '../i18n/texts';
import { DomainError, type ErrorKind, type ErrorParams } from '../kernel/domain-error';
import type { ProblemDto } from './problem';
import { type FieldError, ValidationError } from './validation/field-error';

/** What is told of an error. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly params?: ErrorParams;
  readonly errors?: readonly FieldError[];
}

const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  limited: 429,
  unavailable: 503,
};

/** Codes for what the framework itself refuses; its other refusals answer as 400. */
const FRAMEWORK_CODE: Record<number, string> = {
  400: 'request.malformed',
  404: 'route.not_found',
  413: 'request.too_large',
  415: 'request.unsupported_type',
};

/** What the caller may know of an error; anything unforeseen is `internal`. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ValidationError)
    return { status: 400, code: 'validation.failed', errors: error.errors };
  if (error instanceof DomainError) return failureOfDomain(error);
  if (isDatabaseUnavailable(error)) return { status: 503, code: 'database.unavailable' };
  const status = error instanceof HttpException ? error.getStatus() : statusOfMiddleware(error);
  if (status < 400 || status >= 500) return { status: 500, code: 'internal' };
  const code = FRAMEWORK_CODE[status];
  return code ? { status, code } : { status: 400, code: 'request.malformed' };
}

/** A broken rule that only the use case could know of reads like one that the form alone has broken. */
function failureOfDomain({ kind, code, params, field }: DomainError): Failure {
  const [prefix, rule] = code.split('.');
  return field && prefix === 'validation' && rule
    ? { status: STATUS[kind], code: 'validation.failed', errors: [{ field, rule, params }] }
    : { status: STATUS[kind], code, params };
}

/** Express and its body parser throw plain errors that carry the status of what they refuse. */
function statusOfMiddleware(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : 500;
}

/** The problem document of a failure, in the language of the running request. `instance` is the request's path. */
export function problemOf(texts: Texts, failure: Failure, instance: string): ProblemDto {
  const { status, code, params, errors } = failure;
  return {
    type: `urn:kinoscope:problem:${code}`,
    title: texts.of(`errors.title.${status}`),
    status,
    detail: texts.of(`errors.${code}`, params),
    code,
    instance,
    ...(errors && {
      errors: errors.map(({ field, rule, params: args }) => ({
        field,
        code: `validation.${rule}`,
        message: texts.of(`validation.${rule}`, args),
      })),
    }),
  };
}
