import { ArgumentsHost, Catch, ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { isDatabaseUnavailable } from '../database/is-database-unavailable';
import { Texts } from '../i18n/texts';
import { DomainError, type ErrorKind, type ErrorParams } from '../kernel/domain-error';
import type { ProblemDto } from './problem';
import { type FieldError, ValidationError } from './validation/field-error';

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

const RETRY_AFTER_SECONDS = 2;

/** Codes for what the framework itself refuses. */
const HTTP_CODE: Record<number, string> = {
  400: 'request.malformed',
  404: 'route.not_found',
  405: 'route.not_found',
  413: 'request.too_large',
  415: 'request.unsupported_type',
};

interface Failure {
  readonly status: number;
  readonly code: string;
  readonly params?: ErrorParams;
  readonly errors?: readonly FieldError[];
}

/** The one place where an error becomes an answer: `application/problem+json` in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly texts: Texts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const failure = describe(error);
    const problem = this.problem(failure, request);
    if (failure.status >= 500) {
      problem.error_id = randomUUID();
      this.logger.error(
        { err: error, error_id: problem.error_id },
        `${request.method} ${request.path} failed`,
      );
    }
    if (failure.status === 429) response.setHeader('Retry-After', failure.params?.seconds ?? 1);
    if (failure.status === 503) response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
    if (failure.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.status(failure.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  private problem(failure: Failure, request: Request): ProblemDto {
    return {
      type: `urn:kinoscope:problem:${failure.code}`,
      title: this.texts.of(`errors.title.${failure.status}`),
      status: failure.status,
      detail: this.texts.of(`errors.${failure.code}`, failure.params),
      code: failure.code,
      instance: request.path,
      ...(failure.errors && {
        errors: failure.errors.map(({ field, rule, params }) => ({
          field,
          code: `validation.${rule}`,
          message: this.texts.of(`validation.${rule}`, params),
        })),
      }),
    };
  }
}

function describe(error: unknown): Failure {
  if (error instanceof ValidationError)
    return { status: 400, code: 'validation.failed', errors: error.errors };
  if (error instanceof DomainError) {
    const { kind, code, params, field } = error;
    const errors = field ? [{ field, rule: code.replace(/^validation\./, ''), params }] : undefined;
    return errors && code.startsWith('validation.')
      ? { status: STATUS[kind], code: 'validation.failed', errors }
      : { status: STATUS[kind], code, params };
  }
  if (isDatabaseUnavailable(error)) return { status: 503, code: 'database.unavailable' };
  const status = error instanceof HttpException ? error.getStatus() : statusOfMiddleware(error);
  if (status >= 400 && status < 500) return { status, code: HTTP_CODE[status] ?? 'request.malformed' };
  return { status: 500, code: 'internal' };
}

/** Express and its body parser throw plain errors that carry the status of what they refuse. */
function statusOfMiddleware(error: unknown): number {
  const status = (error as { status?: unknown; expose?: unknown } | null)?.status;
  return typeof status === 'number' ? status : 500;
}
