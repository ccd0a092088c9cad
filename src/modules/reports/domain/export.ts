import type { DateRange, ReportFormat, ReportOrder } from './report';

export const EXPORT_STATES = ['waiting', 'running', 'ready', 'failed', 'cancelled'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** What has been written. */
export interface ExportFile {
  readonly bytes: number;
  readonly rowCount: number;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
  /** Of the same rows as CSV with its header and without a byte order mark; of a CSV without one the file's own. */
  readonly dataSha256: string;
}

export interface Export extends ReportOrder, DateRange {
  readonly id: string;
  /** Who is told of the end, and who has been. */
  readonly recipients: readonly string[];
  readonly told: readonly string[];
  /** Null: ordered by a person. */
  readonly scheduleId: string | null;
  /** The schedule's moment that it was made for. */
  readonly slot: Date | null;
  readonly state: ExportState;
  /** Counts beginnings; a run that is not the last one may not end it. */
  readonly attempt: number;
  /** Percent, 0…100. */
  readonly progress: number;
  readonly createdAt: Date;
  /** All that was committed before it is in the file. */
  readonly snapshotAt: Date | null;
  readonly finishedAt: Date | null;
  /** When the file and all that is known of the export go; null while it is under way. */
  readonly expiresAt: Date | null;
  readonly file: ExportFile | null;
  /** Stable code: `export.timed_out`. */
  readonly failure: string | null;
}

/** So long a finished export is kept, and its file can be had. */
export const KEEP_MS = 24 * 3_600_000;

/** Names of files tell which export and which beginning of it they are of. */
export function fileNameOf({ id, format, attempt }: Pick<Export, 'id' | 'format' | 'attempt'>): string {
  return `${id}-${attempt}.${format}`;
}

const FILE_NAME = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,9})\.(csv|xlsx|pdf)$/;

/** Null: no name that {@link fileNameOf} could have made. */
export function readFileName(name: string): { exportId: string; attempt: number } | null {
  const match = FILE_NAME.exec(name);
  return match && { exportId: match[1]!, attempt: Number(match[2]) };
}

export const CONTENT_TYPES: Record<ReportFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
};
