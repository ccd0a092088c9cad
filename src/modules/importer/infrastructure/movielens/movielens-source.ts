import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DomainError } from '../../../../common/kernel/domain-error';
import { type Payment, readView, type ViewEvent } from '../../../analytics';
import { readRelease, type ReleaseChange } from '../../../catalogue';
import type { UserChange } from '../../../identity';
import type { DatasetSource, SourceBatch, SourceRecord } from '../../domain/dataset-source';
import { stableId } from '../stable-id';
import { readCsv } from '../csv/read-csv';

const FILES = ['movies.csv', 'ratings.csv'];

/**
 * A MovieLens data set (GroupLens; `movies.csv`, `ratings.csv`). Each rating is a view at that second, without a
 * watch time; users register with their first rating. "(no genres listed)" stays a genre, as the data have it.
 */
export class MovielensSource implements DatasetSource {
  /** Throws `import.no_files` when the folder is no MovieLens set. */
  constructor(private readonly folder: string) {
    if (!FILES.every((name) => existsSync(join(folder, name)))) {
      throw new DomainError('invalid', 'import.no_movielens', { folder, files: FILES.join(', ') });
    }
  }

  /** Holds one instant a user while it reads: MovieLens' largest set has 330,000 users. */
  async *users(): AsyncGenerator<SourceBatch<UserChange>> {
    const firstRating = new Map<string, number>();
    for await (const { records } of this.records('ratings.csv')) {
      for (const { cells } of records) {
        const [user, , , timestamp] = cells ?? [];
        const seconds = Number(timestamp);
        if (user && Number.isInteger(seconds)) {
          firstRating.set(user, Math.min(seconds, firstRating.get(user) ?? Infinity));
        }
      }
    }
    const place = { file: 'ratings.csv', line: 0 };
    yield {
      records: [...firstRating].map(([user, seconds]) => ({
        place,
        value: { id: stableId('user', user)!, registeredAt: new Date(seconds * 1000) },
      })),
      progress: 1,
    };
  }

  async *releases(): AsyncGenerator<SourceBatch<ReleaseChange>> {
    for await (const { file, records, progress } of this.records('movies.csv')) {
      yield {
        records: records.map(({ line, cells }): SourceRecord<ReleaseChange> => {
          const [movie, title, genres] = cells ?? [];
          const item = { id: stableId('release', movie), title, genres: genres?.split('|') };
          const { value, error } = readRelease(item);
          const place = { file, line };
          return value ? { place, value } : { place, id: movie ?? null, ...error };
        }),
        progress,
      };
    }
  }

  async *views(): AsyncGenerator<SourceBatch<ViewEvent>> {
    for await (const { file, records, progress } of this.records('ratings.csv')) {
      yield { records: records.map(({ line, cells }) => readRating(cells ?? [], { file, line })), progress };
    }
  }

  /** There are none. */
  async *payments(): AsyncGenerator<SourceBatch<Payment>> {}

  /** Without the header. */
  private async *records(name: string) {
    let isFirst = true;
    for await (const batch of readCsv(join(this.folder, name))) {
      yield isFirst ? { ...batch, records: batch.records.slice(1) } : batch;
      isFirst = false;
    }
  }
}

function readRating(
  cells: readonly string[],
  place: { file: string; line: number },
): SourceRecord<ViewEvent> {
  const [user, movie, , timestamp] = cells;
  const seconds = Number(timestamp);
  const id = `${user}:${movie}:${timestamp}`;
  const { value, error } = readView({
    event_id: stableId('event', id),
    user_id: stableId('user', user),
    release_id: stableId('release', movie),
    viewed_at:
      Number.isInteger(seconds) && Math.abs(seconds) < 1e11
        ? new Date(seconds * 1000).toISOString()
        : timestamp,
    watch_seconds: 0,
  });
  return value ? { place, value } : { place, id, ...error };
}
