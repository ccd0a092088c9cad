import { ArgumentsHost, Catch, ExceptionFilter, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { randomUUID } from 'node:crypto';
import { Texts } from '../i18n/texts';
import { routeOf } from '../telemetry/route-of';
import { failureOf, problemOf } from './failure';

const RETRY_AFTER_SECONDS = 2;

/** The one place where an error becomes an answer: `application/problem+json` in the caller's language. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(private readonly texts: Texts) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    const failure = failureOf(error);
    const problem = problemOf(this.texts, failure, request.path);
    if (failure.status >= 500) {
      problem.error_id = randomUUID();
      this.logger.error(
        { err: error, error_id: problem.error_id },
        `${request.method} ${routeOf(request)} failed`,
      );
    }
    if (response.headersSent) {
      // Cut off, or the client would take what it has got for the whole.
      response.destroy();
      return;
    }
    if (failure.status === 429) response.setHeader('Retry-After', failure.params?.seconds ?? 1);
    if (failure.status === 503) response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
    if (failure.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.status(failure.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}
