import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/kernel/domain-error';
import { Authenticate, MAX_TOKEN_LENGTH } from './authenticate';

/** Lets in an administrator whose token came otherwise than in a request to a route; the same tokens open both. */
@Injectable()
export class AdmitAdministrator {
  constructor(private readonly authenticate: Authenticate) {}

  /** The administrator's id. Throws `auth.required` and `auth.forbidden` as the routes do. */
  async execute(token: unknown): Promise<string> {
    const isToken = typeof token === 'string' && token.length <= MAX_TOKEN_LENGTH;
    const principal = isToken ? await this.authenticate.execute({ bearer: token, apiKey: null }) : null;
    if (principal?.kind !== 'user') throw new DomainError('unauthenticated', 'auth.required');
    if (principal.role !== 'admin') throw new DomainError('forbidden', 'auth.forbidden');
    return principal.userId;
  }
}
