/** A record and the line it begins on, from 1. `cells` is null when its quotes are not RFC 4180's. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: string[] | null;
}

/** A quote that is never closed must not swallow a whole file. */
const MAX_RECORD_LENGTH = 1_000_000;

/**
 * Cuts CSV text (RFC 4180, LF or CRLF, an optional byte order mark) into records as it comes, piece by piece. Ten
 * million lines go through here, so lines without quotes take the short way of `split`. Empty lines are skipped.
 */
export class CsvRecords {
  private rest = '';
  /** Where in `rest` the search for the end of the first record goes on. */
  private searched = 0;
  private line = 1;

  /** The records that are complete with this piece. */
  push(text: string): CsvRecord[] {
    this.rest += text;
    const records: CsvRecord[] = [];
    let start = 0;
    let end = this.rest.indexOf('\n', this.searched);
    while (end !== -1) {
      const record = this.rest.slice(start, end);
      if (hasOpenQuote(record) && record.length <= MAX_RECORD_LENGTH) {
        end = this.rest.indexOf('\n', end + 1);
        continue;
      }
      this.take(record, records);
      start = end + 1;
      end = this.rest.indexOf('\n', start);
    }
    this.searched = this.rest.length - start;
    this.rest = this.rest.slice(start);
    return records;
  }

  /** The last record, when no line break follows it. */
  end(): CsvRecord[] {
    const records: CsvRecord[] = [];
    if (this.rest !== '') this.take(this.rest, records);
    this.rest = '';
    return records;
  }

  private take(text: string, records: CsvRecord[]): void {
    let record = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (this.line === 1 && record.startsWith('\ufeff')) record = record.slice(1);
    if (record !== '') {
      records.push({
        line: this.line,
        cells: record.includes('"') ? splitQuoted(record) : record.split(','),
      });
    }
    this.line += 1 + countOf(text, '\n');
  }
}

function hasOpenQuote(record: string): boolean {
  return record.includes('"') && countOf(record, '"') % 2 === 1;
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) count++;
  return count;
}

/** Cells are quoted as a whole or not at all; quotes inside are doubled. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

function splitQuoted(record: string): string[] | null {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const match = CELL.exec(record);
    if (!match) return null;
    const [, quoted, plain, separator] = match;
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (separator === '') return cells;
  }
}
