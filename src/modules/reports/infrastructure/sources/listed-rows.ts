import { stringify } from 'csv-stringify/sync';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cell } from '../../domain/report-document';
import type { ReportRows } from '../../domain/report-source';

const ROWS_A_CHUNK = 500;

const FORMAT = { record_delimiter: 'windows', escape_formulas: true } as const;

/** Rows that are in memory already, as lines of CSV. */
export class ListedRows implements ReportRows {
  count = 0;

  constructor(private readonly rows: readonly (readonly Cell[])[]) {}

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (let from = 0; from < this.rows.length; from += ROWS_A_CHUNK) {
      const chunk = this.rows.slice(from, from + ROWS_A_CHUNK);
      yield Buffer.from(stringify(chunk as Cell[][], FORMAT));
      this.count += chunk.length;
      await nextTurn();
    }
  }
}

/** The header of a CSV file. */
export function headerLine(names: readonly string[]): Buffer {
  return Buffer.from(stringify([[...names]], FORMAT));
}
