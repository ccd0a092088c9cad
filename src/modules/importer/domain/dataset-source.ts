import type { ReleaseChange } from '../../catalogue';
import type { UserChange } from '../../identity';
import type { ErrorParams } from '../../../common/kernel/domain-error';
import type { Payment, ViewEvent } from '../../analytics';

/** Where a record stands, so that a reject can be found again. */
export interface SourcePlace {
  /** Name of the file, without its folder. */
  readonly file: string;
  /** Line of the file that the record begins on, from 1. */
  readonly line: number;
}

/** A record that was read, or why it could not be; `rule` names its text: `validation.<rule>`. */
export type SourceRecord<Value> =
  | { readonly place: SourcePlace; readonly value: Value }
  | {
      readonly place: SourcePlace;
      readonly id: string | null;
      readonly field: string;
      readonly rule: string;
      readonly params: ErrorParams;
    };

/** Share of the source that has been read so far, 0…1, for progress. */
export interface SourceBatch<Value> {
  readonly records: readonly SourceRecord<Value>[];
  readonly progress: number;
}

/**
 * A data set to load: users and releases first, then the views and payments that refer to them. Each list is read
 * once, in batches of bounded size.
 */
export interface DatasetSource {
  users(): AsyncIterable<SourceBatch<UserChange>>;
  releases(): AsyncIterable<SourceBatch<ReleaseChange>>;
  views(): AsyncIterable<SourceBatch<ViewEvent>>;
  payments(): AsyncIterable<SourceBatch<Payment>>;
}
