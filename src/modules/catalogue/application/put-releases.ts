import { Injectable } from '@nestjs/common';
import type { ItemOutcome } from '../../../common/kernel/batch';
import { EventBus } from '../../../common/kernel/event-bus';
import { UnitOfWork } from '../../../common/kernel/unit-of-work';
import { ReleasesChanged } from '../domain/events';
import type { Release } from '../domain/release';
import { ReleaseRepository } from '../domain/release.repository';

/** An optional field that is not there stays as it is; null clears it. */
export interface ReleaseChange {
  readonly id: string;
  readonly title: string;
  readonly genres: readonly string[];
  readonly releasedAt?: Date | null;
  readonly durationMinutes?: number | null;
}

/** Makes and changes releases, in the order given. An unchanged one is a duplicate. */
@Injectable()
export class PutReleases {
  constructor(
    private readonly releases: ReleaseRepository,
    private readonly unitOfWork: UnitOfWork,
    private readonly events: EventBus,
  ) {}

  async execute(changes: readonly ReleaseChange[]): Promise<ItemOutcome[]> {
    const outcomes = await this.unitOfWork.run(() => this.change(changes));
    if (outcomes.includes('accepted')) await this.events.publish(new ReleasesChanged());
    return outcomes;
  }

  private async change(changes: readonly ReleaseChange[]): Promise<ItemOutcome[]> {
    const ids = [...new Set(changes.map((change) => change.id))].sort();
    const stored = new Map((await this.releases.lock(ids)).map((release) => [release.id, release]));
    const current = new Map(stored);
    const outcomes = changes.map((change): ItemOutcome => {
      const before = current.get(change.id);
      const after = merge(change, before);
      if (before && isSameRelease(before, after)) return 'duplicate';
      current.set(after.id, after);
      return 'accepted';
    });
    const changed = [...current.values()].filter((release) => stored.get(release.id) !== release);
    await this.releases.insert(changed.filter(({ id }) => !stored.has(id)));
    await this.releases.update(changed.filter(({ id }) => stored.has(id)));
    return outcomes;
  }
}

function merge(change: ReleaseChange, before: Release | undefined): Release {
  const { id, title, genres, releasedAt, durationMinutes } = change;
  return {
    id,
    title,
    genres: [...new Set(genres)],
    releasedAt: releasedAt === undefined ? (before?.releasedAt ?? null) : releasedAt,
    durationMinutes: durationMinutes === undefined ? (before?.durationMinutes ?? null) : durationMinutes,
  };
}

function isSameRelease(a: Release, b: Release): boolean {
  return (
    a.title === b.title &&
    a.releasedAt?.getTime() === b.releasedAt?.getTime() &&
    a.durationMinutes === b.durationMinutes &&
    a.genres.length === b.genres.length &&
    a.genres.every((genre, index) => genre === b.genres[index])
  );
}
