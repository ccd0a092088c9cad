import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { AuditLog } from '../domain/audit-log';

/** Writes down who reads whose personal data. What it throws must keep the data from being answered. */
@Injectable()
export class AuditRead {
  constructor(
    private readonly log: AuditLog,
    private readonly clock: Clock,
  ) {}

  /** `subjectId` null: the data of more than one person. */
  async execute(read: {
    actorId: string;
    action: string;
    subjectId: string | null;
    requestId: string;
  }): Promise<void> {
    const recorded = await this.log.record({ id: uuidv7(), at: this.clock.now(), ...read });
    // Erased between the reading and now: then there is nobody to read about.
    if (!recorded) throw new DomainError('not_found', 'user.not_found');
  }
}
