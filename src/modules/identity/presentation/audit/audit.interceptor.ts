import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, type Observable } from 'rxjs';
import type { NamedRequest } from '../../../../common/telemetry/request-log';
import { AuditRead } from '../../application/audit-read';
import type { AuthenticatedRequest } from '../access/authentication.middleware';
import { AUDITED_READ, type AuditedReadOptions } from './audited-read.decorator';

/** Global, and therefore around every other interceptor, the cache's among them. */
@Injectable()
export class AuditInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly auditRead: AuditRead,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const audited = this.reflector.get<AuditedReadOptions | undefined>(AUDITED_READ, context.getHandler());
    if (!audited) return next.handle();
    const { action, param } = audited;
    const { principal, params, requestId } = context
      .switchToHttp()
      .getRequest<AuthenticatedRequest & NamedRequest>();
    if (principal?.kind !== 'user') throw new Error('Personal data are for people only');
    const { userId: actorId } = principal;
    const subjectId = param === undefined ? null : String(params[param]).toLowerCase();
    if (subjectId === actorId) return next.handle();
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        await this.auditRead.execute({ actorId, action, subjectId, requestId });
        return answer;
      }),
    );
  }
}
