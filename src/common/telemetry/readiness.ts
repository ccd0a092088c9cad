import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Database } from '../database/database';
import type { ReplicaStatus } from '../database/replica';

const DATABASE_ANSWER_MS = 1_000;

/** Whether this process should be sent requests. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private stopping = false;

  constructor(private readonly database: Database) {}

  onModuleDestroy(): void {
    this.stopping = true;
  }

  async isReady(): Promise<boolean> {
    return !this.stopping && (await this.isDatabaseUp());
  }

  /** Null: none is configured. The service is ready without it. */
  get replica(): ReplicaStatus | null {
    return this.database.replica?.status ?? null;
  }

  async isDatabaseUp(): Promise<boolean> {
    const answer = this.database.query({ text: 'SELECT 1' }).then(
      () => true,
      () => false,
    );
    return Promise.race([answer, delay(DATABASE_ANSWER_MS, false, { ref: false })]);
  }
}
