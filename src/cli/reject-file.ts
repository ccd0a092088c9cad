import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Locale } from '../common/config/settings';
import { terminalText } from '../common/i18n/terminal-texts';
import type { Reject } from '../modules/importer';

/** Rejected records as CSV: file, line, id, code, message. The file is made with the first of them. */
export class RejectFile {
  private stream: WriteStream | null = null;

  constructor(
    readonly path: string,
    private readonly locale: Locale,
  ) {}

  get written(): boolean {
    return this.stream !== null;
  }

  add({ place, id, field, code, params }: Reject): void {
    if (!this.stream) {
      this.stream = createWriteStream(this.path);
      this.stream.write('file,line,id,code,message\n');
    }
    const text = terminalText(this.locale, field === null ? `errors.${code}` : `validation.${code}`, params);
    const message = field ? `${field}: ${text}` : text;
    const name = field === null ? code : `validation.${code}`;
    this.stream.write(`${[place.file, place.line, id ?? '', name, message].map(csvCell).join(',')}\n`);
  }

  async close(): Promise<void> {
    if (!this.stream) return;
    this.stream.end();
    await finished(this.stream);
  }
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
