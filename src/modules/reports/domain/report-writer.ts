import type { Export } from './export';
import type { ReportData } from './report-source';

export interface WrittenReport {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Once all chunks have been read: the SHA-256, in hexadecimal, of the rows as CSV with its header. */
  dataSha256(): string;
}

/** Makes a file of a report's data, piece by piece. */
export abstract class ReportWriter {
  abstract write(order: Export, data: ReportData, signal: AbortSignal): WrittenReport;
}
