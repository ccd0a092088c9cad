import { Injectable, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { AnswerCache } from '../../../common/cache/answer-cache';
import { EventBus } from '../../../common/kernel/event-bus';
import { ReleasesChanged } from '../../catalogue';
import { UserErased, UsersChanged } from '../../identity';
import { ModelsTrained, ViewsRecorded } from '../domain/events';

/** The ingest says at most so often that there are new views; the answers' own allowance is 5 seconds. */
const VIEWS_RENEWED_EVERY_MS = 500;

/** Tells the cache which of its answers a committed change has made old. */
@Injectable()
export class OutdateAnswers implements OnModuleInit, OnApplicationShutdown {
  private viewsTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: EventBus,
    private readonly answers: AnswerCache,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(ViewsRecorded, () => this.renewViewsSoon());
    this.events.subscribe(UsersChanged, () => this.answers.renewVersions(['users']));
    this.events.subscribe(ReleasesChanged, () => this.answers.renewVersions(['releases']));
    this.events.subscribe(ModelsTrained, () => this.answers.renewVersions(['models']));
    // Awaited by the erasure: nothing from before it is served after it.
    this.events.subscribe(UserErased, () => this.answers.renewVersions(['erasures']));
  }

  /** Not earlier: the last requests end only just before. */
  async onApplicationShutdown(): Promise<void> {
    if (this.viewsTimer) await this.renewViews();
  }

  private renewViewsSoon(): void {
    if (this.viewsTimer) return;
    this.viewsTimer = setTimeout(() => void this.renewViews(), VIEWS_RENEWED_EVERY_MS);
  }

  private async renewViews(): Promise<void> {
    clearTimeout(this.viewsTimer);
    this.viewsTimer = undefined;
    await this.answers.renewVersions(['views']);
  }
}
