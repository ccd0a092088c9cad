import { Injectable, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { AnswerCache } from '../../../common/cache/answer-cache';
import { EventBus } from '../../../common/kernel/event-bus';
import { TestDataRecorded, TestsChanged } from '../domain/events';

/** Of assignments and events it is said at most so often; the answers' own allowance is 5 seconds. */
const RENEWED_EVERY_MS = 500;

/** Tells the cache which answers about tests a committed change has made old. */
@Injectable()
export class OutdateTestAnswers implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private testIds = new Set<string>();

  constructor(
    private readonly events: EventBus,
    private readonly answers: AnswerCache,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(TestsChanged, () => this.answers.renewVersions(['tests']));
    this.events.subscribe(TestDataRecorded, ({ testIds }) => {
      for (const testId of testIds) this.testIds.add(testId);
      this.timer ??= setTimeout(() => void this.renew(), RENEWED_EVERY_MS);
    });
  }

  /** Not earlier: the last requests end only just before. */
  async onApplicationShutdown(): Promise<void> {
    if (this.timer) await this.renew();
  }

  private async renew(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const testIds = [...this.testIds];
    this.testIds = new Set();
    await this.answers.renewVersions(testIds.map((testId) => `test:${testId}` as const));
  }
}
