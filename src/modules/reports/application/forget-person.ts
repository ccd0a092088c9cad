import { Injectable, OnModuleInit } from '@nestjs/common';
import { EventBus } from '../../../common/kernel/event-bus';
import { Jobs } from '../../../common/kernel/jobs';
import { UserErased, UserLifecycle, UserLifecycleRegistry, UserRepository } from '../../identity';
import { ExportRepository } from '../domain/export.repository';
import { TIDY_EXPORTS } from './job-kinds';

/**
 * An erasure takes with it every export that may hold the person: the rows in its own transaction, so that no link opens
 * them any more, the files by a job right after it. Exports under way begin anew.
 */
@Injectable()
export class ForgetPerson extends UserLifecycle implements OnModuleInit {
  constructor(
    private readonly registry: UserLifecycleRegistry,
    private readonly users: UserRepository,
    private readonly exports: ExportRepository,
    private readonly events: EventBus,
    private readonly jobs: Jobs,
  ) {
    super();
  }

  onModuleInit(): void {
    this.registry.register(this);
    // Without the job the scheduled tidying does it, within ten minutes.
    this.events.subscribe(UserErased, async () => {
      await this.jobs.enqueue(TIDY_EXPORTS, {}, { deduplicate: 'erasure' }).catch(() => undefined);
    });
  }

  usersSaved(): Promise<void> {
    return Promise.resolve();
  }

  async userErased(userId: string): Promise<void> {
    const user = await this.users.findById(userId);
    await this.exports.forgetPerson(user?.email ?? null);
  }
}
