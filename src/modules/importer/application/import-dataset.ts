import { Injectable } from '@nestjs/common';
import type { ItemOutcome } from '../../../common/kernel/batch';
import type { ErrorParams } from '../../../common/kernel/domain-error';
import { RecordPayments, RecordViews } from '../../analytics';
import { PutReleases } from '../../catalogue';
import { PutUsers } from '../../identity';
import type { DatasetSource, SourceBatch, SourcePlace, SourceRecord } from '../domain/dataset-source';

/** Items in one call, as for the API; views go over COPY, where big chunks cost least. */
const ITEMS_PER_WRITE = 1_000;
const VIEWS_PER_WRITE = 50_000;

export type ImportStage = 'users' | 'releases' | 'views' | 'payments';

export interface ImportCounts {
  readonly added: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** A record that was not taken. `field` is set when it broke a rule of its form: the text is `validation.<code>`. */
export interface Reject {
  readonly place: SourcePlace;
  readonly id: string | null;
  readonly field: string | null;
  readonly code: string;
  readonly params: ErrorParams;
}

export interface ImportObserver {
  /** After each write: records so far, and the share of the source that has been read, 0…1. */
  progress(stage: ImportStage, records: number, share: number): void;
  reject(reject: Reject): void;
}

export type ImportReport = Record<ImportStage, ImportCounts>;

/** Loads a data set: users and releases, then views and payments. Loading it again adds nothing. */
@Injectable()
export class ImportDataset {
  constructor(
    private readonly putUsers: PutUsers,
    private readonly putReleases: PutReleases,
    private readonly recordViews: RecordViews,
    private readonly recordPayments: RecordPayments,
  ) {}

  async execute(source: DatasetSource, observer: ImportObserver): Promise<ImportReport> {
    return {
      users: await load('users', source.users(), ITEMS_PER_WRITE, observer, {
        idOf: (user) => user.id,
        write: (users) => this.putUsers.execute(users, true),
      }),
      releases: await load('releases', source.releases(), ITEMS_PER_WRITE, observer, {
        idOf: (release) => release.id,
        write: (releases) => this.putReleases.execute(releases),
      }),
      views: await load('views', source.views(), VIEWS_PER_WRITE, observer, {
        idOf: (view) => view.eventId,
        write: (views) => this.recordViews.execute(views, 'import'),
      }),
      payments: await load('payments', source.payments(), ITEMS_PER_WRITE, observer, {
        idOf: (payment) => payment.paymentId,
        write: (payments) => this.recordPayments.execute(payments),
      }),
    };
  }
}

interface Target<Value> {
  idOf(value: Value): string;
  write(values: Value[]): Promise<ItemOutcome[]>;
}

/** While one chunk is being written the next one is read: two chunks at most are in memory. */
async function load<Value>(
  stage: ImportStage,
  batches: AsyncIterable<SourceBatch<Value>>,
  chunkSize: number,
  observer: ImportObserver,
  target: Target<Value>,
): Promise<ImportCounts> {
  const counts = { added: 0, duplicates: 0, rejected: 0 };
  let records = 0;
  let chunk: SourceRecord<Value>[] = [];
  let writing: Promise<void> = Promise.resolve();

  const flush = async (share: number) => {
    const full = chunk;
    chunk = [];
    await writing;
    writing = writeChunk(full, target, observer, counts).then(() => {
      records += full.length;
      observer.progress(stage, records, share);
    });
    // It is awaited by the next flush; until then a failure must not count as unhandled.
    writing.catch(() => undefined);
  };

  for await (const { records: read, progress } of batches) {
    for (const record of read) chunk.push(record);
    if (chunk.length >= chunkSize) await flush(progress);
  }
  await flush(1);
  await writing;
  return counts;
}

async function writeChunk<Value>(
  chunk: readonly SourceRecord<Value>[],
  target: Target<Value>,
  observer: ImportObserver,
  counts: { added: number; duplicates: number; rejected: number },
): Promise<void> {
  const readable: { place: SourcePlace; value: Value }[] = [];
  for (const record of chunk) {
    if ('value' in record) readable.push(record);
    else {
      counts.rejected++;
      observer.reject({ ...record, code: record.rule });
    }
  }
  const outcomes = readable.length === 0 ? [] : await target.write(readable.map(({ value }) => value));
  outcomes.forEach((outcome, index) => {
    if (outcome === 'accepted') counts.added++;
    else if (outcome === 'duplicate') counts.duplicates++;
    else {
      counts.rejected++;
      const { place, value } = readable[index]!;
      observer.reject({
        place,
        id: target.idOf(value),
        field: null,
        code: outcome.code,
        params: outcome.params ?? {},
      });
    }
  });
}
