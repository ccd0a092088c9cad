import type { MessagePort } from 'node:worker_threads';
import type { ColumnType } from '../../domain/columns';
import type { ReportDocument } from '../../domain/report-document';
import type { ReportLocale } from '../../domain/report';

/** A line of the sheet or page that says what a file is made of. */
export interface SummaryLine {
  readonly label: string;
  readonly value: string | number | Date;
}

export interface WorkbookTask {
  readonly kind: 'workbook';
  readonly dataTitle: string;
  readonly summaryTitle: string;
  readonly columns: readonly { readonly title: string; readonly type: ColumnType }[];
}

export interface DocumentTask {
  readonly kind: 'document';
  readonly locale: ReportLocale;
  readonly title: string;
  readonly period: string;
  readonly document: ReportDocument;
  readonly summaryTitle: string;
  readonly summary: readonly SummaryLine[];
  /** Says nothing but where the page is: `{page}` and `{pages}`. */
  readonly pageOf: string;
  /** In place of a table or chart without data. */
  readonly empty: string;
}

export type RenderTask = WorkbookTask | DocumentTask;

/**
 * What the service and the thread say to each other. Rows travel as text, which counts on the thread's small heap;
 * buffers would lie around outside of it until V8 thinks of them.
 */
export type ToThread =
  | { readonly text: string }
  /** The rows have ended. */
  | { readonly summary: readonly SummaryLine[] }
  /** The bytes that were sent last have been taken. */
  | { readonly taken: true };

export type FromThread = { readonly want: true } | { readonly bytes: Uint8Array } | { readonly done: true };

export interface ThreadInput<Task extends RenderTask> {
  readonly task: Task;
  readonly port: MessagePort;
}
