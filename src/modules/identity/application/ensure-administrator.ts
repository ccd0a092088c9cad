import { Injectable, Logger } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../../common/kernel/clock';
import { UserRepository } from '../domain/user.repository';
import { PutUsers } from './put-users';

/** Makes the first administrator from the settings, unless somebody has that e-mail already. */
@Injectable()
export class EnsureAdministrator {
  private readonly logger = new Logger(EnsureAdministrator.name);

  constructor(
    private readonly users: UserRepository,
    private readonly putUsers: PutUsers,
    private readonly clock: Clock,
  ) {}

  async execute(email: string, password: string): Promise<void> {
    if (await this.users.findByEmail(email)) return;
    const [outcome] = await this.putUsers.execute(
      [{ id: uuidv7(), registeredAt: this.clock.now(), role: 'admin', email, password }],
      true,
    );
    if (outcome === 'accepted') this.logger.log('Made the administrator named by ADMIN_EMAIL');
  }
}
