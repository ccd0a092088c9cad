import type { ReportColumn } from './columns';
import type { ReportDocument } from './report-document';
import type { DateRange, ReportLocale, ReportType } from './report';

export interface ReportQuery extends DateRange {
  readonly reportType: ReportType;
  readonly abTestId: string | null;
  readonly locale: ReportLocale;
}

/** The rows of a report as lines of CSV (RFC 4180, CRLF, UTF-8) without the header; to be read once. */
export interface ReportRows extends AsyncIterable<Uint8Array> {
  /** Those that have been handed out so far. */
  readonly count: number;
}

/** A report's data, all from one snapshot. */
export interface ReportData {
  readonly snapshotAt: Date;
  readonly columns: readonly ReportColumn[];
  readonly rows: ReportRows;
  /** About how many rows there will be, for the progress; null: unknown. */
  readonly expectedRows: number | null;
  /** What the query was, beyond the period: names of parameters and their values. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The same for people: figures, charts and tables. */
  document(): Promise<ReportDocument>;
}

export abstract class ReportSource {
  /**
   * Opens a snapshot and hands its data to `use`, within which they must be read. Throws `ab_test.not_found` for a
   * test that is not there.
   */
  abstract open<T>(
    query: ReportQuery,
    signal: AbortSignal,
    use: (data: ReportData) => Promise<T>,
  ): Promise<T>;
}
