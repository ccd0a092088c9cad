import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadItem } from '../../../../common/http/validation/read-item';
import { DomainError } from '../../../../common/kernel/domain-error';
import { type Payment, readPayment, readView, type ViewEvent } from '../../../analytics';
import { readRelease, type ReleaseChange } from '../../../catalogue';
import { readUser, type UserChange } from '../../../identity';
import type { DatasetSource, SourceBatch, SourceRecord } from '../../domain/dataset-source';
import { type IdKind, stableId } from '../stable-id';
import type { CsvRecord } from './csv-records';
import { readCsv } from './read-csv';

/** How the cells of a column become a field of the API's item. */
type Column = (cell: string) => unknown;

const text: Column = (cell) => cell;
const id =
  (kind: IdKind): Column =>
  (cell) =>
    stableId(kind, cell);
/** Anything but a plain number stays text, for the rules to refuse. */
const number: Column = (cell) => (/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(cell) ? Number(cell) : cell);
const list: Column = (cell) => (cell === '' ? [] : cell.split('|'));

interface FileFormat<Value> {
  readonly name: string;
  readonly required: readonly string[];
  readonly columns: Readonly<Record<string, Column>>;
  readonly idColumn: string;
  readonly read: (item: object) => ReadItem<Value>;
}

const USERS: FileFormat<UserChange> = {
  name: 'users.csv',
  required: ['id', 'registered_at'],
  columns: {
    id: id('user'),
    registered_at: text,
    email: text,
    name: text,
    role: text,
    password: text,
    timezone: text,
  },
  idColumn: 'id',
  read: readUser,
};

const RELEASES: FileFormat<ReleaseChange> = {
  name: 'releases.csv',
  required: ['id', 'title', 'genres'],
  columns: { id: id('release'), title: text, genres: list, released_at: text, duration_minutes: number },
  idColumn: 'id',
  read: readRelease,
};

const VIEWS: FileFormat<ViewEvent> = {
  name: 'views.csv',
  required: ['event_id', 'user_id', 'release_id', 'viewed_at', 'watch_seconds'],
  columns: {
    event_id: id('event'),
    user_id: id('user'),
    release_id: id('release'),
    viewed_at: text,
    watch_seconds: number,
    completion: number,
  },
  idColumn: 'event_id',
  read: readView,
};

const PAYMENTS: FileFormat<Payment> = {
  name: 'payments.csv',
  required: ['payment_id', 'user_id', 'amount_minor', 'currency', 'paid_at'],
  columns: {
    payment_id: id('payment'),
    user_id: id('user'),
    amount_minor: number,
    currency: text,
    paid_at: text,
  },
  idColumn: 'payment_id',
  read: readPayment,
};

/** `users.csv`, `releases.csv`, `views.csv` and `payments.csv` of a folder, each plain or `.gz`; those that are missing are empty. */
export class CsvSource implements DatasetSource {
  /** Throws `import.no_files` when the folder holds none of them. */
  constructor(private readonly folder: string) {
    if (![USERS, RELEASES, VIEWS, PAYMENTS].some(({ name }) => this.find(name))) {
      throw new DomainError('invalid', 'import.no_files', { folder });
    }
  }

  users(): AsyncIterable<SourceBatch<UserChange>> {
    return this.read(USERS);
  }

  releases(): AsyncIterable<SourceBatch<ReleaseChange>> {
    return this.read(RELEASES);
  }

  views(): AsyncIterable<SourceBatch<ViewEvent>> {
    return this.read(VIEWS);
  }

  payments(): AsyncIterable<SourceBatch<Payment>> {
    return this.read(PAYMENTS);
  }

  private find(name: string): string | undefined {
    return [name, `${name}.gz`]
      .map((candidate) => join(this.folder, candidate))
      .find((path) => existsSync(path));
  }

  private async *read<Value>(format: FileFormat<Value>): AsyncGenerator<SourceBatch<Value>> {
    const path = this.find(format.name);
    if (!path) return;
    let header: string[] | undefined;
    for await (const { file, records, progress } of readCsv(path)) {
      const lines = header ? records : records.slice(1);
      header ??= readHeader(records[0]!, format, file);
      const columns = header;
      yield { records: lines.map((record) => readRecord(record, columns, format, file)), progress };
    }
  }
}

/** Throws when a required column is missing, or one is not known. */
function readHeader<Value>({ cells }: CsvRecord, format: FileFormat<Value>, file: string): string[] {
  const header = (cells ?? []).map((cell) => cell.trim().toLowerCase());
  const missing = format.required.filter((column) => !header.includes(column));
  if (missing.length > 0)
    throw new DomainError('invalid', 'import.missing_columns', { file, columns: missing.join(', ') });
  const unknown = header.filter((column) => !(column in format.columns));
  if (unknown.length > 0)
    throw new DomainError('invalid', 'import.unknown_columns', { file, columns: unknown.join(', ') });
  return header;
}

function readRecord<Value>(
  { line, cells }: CsvRecord,
  header: readonly string[],
  format: FileFormat<Value>,
  file: string,
): SourceRecord<Value> {
  const place = { file, line };
  if (cells?.length !== header.length)
    return { place, id: null, field: '', rule: 'isCsv', params: { a: header.length } };
  const item: Record<string, unknown> = {};
  for (let index = 0; index < header.length; index++) {
    const name = header[index]!;
    const cell = cells[index]!;
    // An empty cell leaves an optional field out; a list may be empty.
    if (cell !== '' || name === 'genres') item[name] = format.columns[name]!(cell);
  }
  const { value, error } = format.read(item);
  if (error) return { place, id: cells[header.indexOf(format.idColumn)] ?? null, ...error };
  return { place, value };
}
