import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Texts } from '../../../../common/i18n/texts';
import type { Export } from '../../domain/export';
import type { ReportData, ReportRows } from '../../domain/report-source';
import { ReportWriter, type WrittenReport } from '../../domain/report-writer';
import { headerLine } from '../sources/listed-rows';
import { type Words, wordsOf } from '../sources/report-builder';
import { RenderThread } from './render-thread';
import { summaryLines } from './summary-lines';

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Every file is made of the same lines of CSV: they are the CSV file, are read into the cells of a workbook, or are
 * summed up by a document. Their hash says of each which data it holds.
 */
@Injectable()
export class ReportFiles extends ReportWriter {
  constructor(
    private readonly thread: RenderThread,
    private readonly texts: Texts,
  ) {
    super();
  }

  write(order: Export, data: ReportData, signal: AbortSignal): WrittenReport {
    const lines = new HashedLines(data);
    const words = wordsOf(this.texts, order.locale);
    return { chunks: this.chunks(order, data, lines, words, signal), dataSha256: () => lines.sha256() };
  }

  private chunks(
    order: Export,
    data: ReportData,
    lines: HashedLines,
    words: Words,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    switch (order.format) {
      case 'csv':
        return csv(order.bom, lines);
      case 'xlsx':
        return this.workbook(order, data, lines, words, signal);
      case 'pdf':
        return this.document(order, data, lines, words, signal);
    }
  }

  private workbook(
    order: Export,
    data: ReportData,
    lines: HashedLines,
    words: Words,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    const task = {
      kind: 'workbook' as const,
      dataTitle: words('sheets.data'),
      summaryTitle: words('sheets.summary'),
      columns: data.columns.map(({ name, type }) => ({ title: words(`columns.${name}`), type })),
    };
    const summary = () => summaryLines(order, data, lines.sha256(), words);
    return this.thread.render(task, { rows: lines, summary }, signal);
  }

  /** The rows are counted and hashed; the pages show what is read from the same snapshot for people. */
  private async *document(
    order: Export,
    data: ReportData,
    lines: HashedLines,
    words: Words,
    signal: AbortSignal,
  ): AsyncIterable<Uint8Array> {
    const document = await data.document();
    await lines.pass(signal);
    const day = new Intl.DateTimeFormat(order.locale === 'en' ? 'en-GB' : 'ru', {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: 'UTC',
    });
    const task = {
      kind: 'document' as const,
      locale: order.locale,
      title: words(`titles.${order.reportType}`),
      period: `${day.format(order.startDate)} – ${day.format(order.endDate)}`,
      document,
      summaryTitle: words('sheets.summary'),
      summary: summaryLines(order, data, lines.sha256(), words),
      pageOf: words('page_of', { page: '{page}', pages: '{pages}' }),
      empty: words('notes.empty'),
    };
    yield* this.thread.render(task, null, signal);
  }
}

/** Passes the lines on, and hashes them together with their header. */
class HashedLines implements AsyncIterable<Uint8Array> {
  readonly header: Buffer;
  private readonly rows: ReportRows;
  private readonly hash = createHash('sha256');
  private digest: string | undefined;

  constructor({ rows, columns }: ReportData) {
    this.rows = rows;
    this.header = headerLine(columns.map(({ name }) => name));
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    this.hash.update(this.header);
    for await (const chunk of this.rows) {
      this.hash.update(chunk);
      yield chunk;
    }
  }

  /** Reads them for their hash and number alone. */
  async pass(signal: AbortSignal): Promise<void> {
    const lines = this[Symbol.asyncIterator]();
    while (!(await lines.next()).done) signal.throwIfAborted();
  }

  sha256(): string {
    return (this.digest ??= this.hash.digest('hex'));
  }
}

async function* csv(bom: boolean, lines: HashedLines): AsyncIterable<Uint8Array> {
  if (bom) yield Buffer.from(BYTE_ORDER_MARK);
  yield lines.header;
  yield* lines;
}
