import { Injectable, OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { AnswerCache } from '../../../common/cache/answer-cache';
import type { DataTag } from '../../../common/cache/versions';
import { EventBus } from '../../../common/kernel/event-bus';
import { ReleasesChanged } from '../../catalogue';
import { UserErased, UsersChanged } from '../../identity';
import { ModelsTrained, PaymentsRecorded, ViewsRecorded } from '../domain/events';
import type { ViewEvent } from '../domain/view-event';

/** The ingest says at most so often that there are new views; the answers' own allowance is 5 seconds. */
const VIEWS_RENEWED_EVERY_MS = 500;

/** When more viewers than that have watched something, it is said of all at once. */
const MOST_VIEWERS = 1_000;

/** Tells the cache which of its answers a committed change has made old. */
@Injectable()
export class OutdateAnswers implements OnModuleInit, OnApplicationShutdown {
  private viewsTimer: NodeJS.Timeout | undefined;
  /** Who has watched something since it was said last. */
  private viewers = new Set<string>();

  constructor(
    private readonly events: EventBus,
    private readonly answers: AnswerCache,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(ViewsRecorded, ({ views }) => this.renewViewsSoon(views));
    this.events.subscribe(PaymentsRecorded, () => this.answers.renewVersions(['payments']));
    this.events.subscribe(UsersChanged, ({ userIds }) =>
      this.answers.renewVersions(['users', ...viewerTags(userIds)]),
    );
    this.events.subscribe(ReleasesChanged, () => this.answers.renewVersions(['releases']));
    this.events.subscribe(ModelsTrained, () => this.answers.renewVersions(['models']));
    // Awaited by the erasure: nothing from before it is served after it.
    this.events.subscribe(UserErased, ({ userId }) =>
      this.answers.renewVersions(['erasures', ...viewerTags([userId])]),
    );
  }

  /** Not earlier: the last requests end only just before. */
  async onApplicationShutdown(): Promise<void> {
    if (this.viewsTimer) await this.renewViews();
  }

  private renewViewsSoon(views: readonly ViewEvent[]): void {
    for (const { userId } of views) if (this.viewers.size <= MOST_VIEWERS) this.viewers.add(userId);
    if (this.viewsTimer) return;
    this.viewsTimer = setTimeout(() => void this.renewViews(), VIEWS_RENEWED_EVERY_MS);
  }

  private async renewViews(): Promise<void> {
    clearTimeout(this.viewsTimer);
    this.viewsTimer = undefined;
    const viewers = [...this.viewers];
    this.viewers = new Set();
    await this.answers.renewVersions(['views', ...viewerTags(viewers)]);
  }
}

function viewerTags(userIds: readonly string[]): DataTag[] {
  return userIds.length > MOST_VIEWERS ? ['viewers'] : userIds.map((id): DataTag => `viewer:${id}`);
}
