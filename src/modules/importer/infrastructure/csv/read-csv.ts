import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createGunzip } from 'node:zlib';
import { CsvRecords, type CsvRecord } from './csv-records';

export interface CsvBatch {
  readonly file: string;
  readonly records: readonly CsvRecord[];
  /** Share of the file's bytes that have been read, 0…1. */
  readonly progress: number;
}

/** Streams the records of a CSV file, plain or gzip by its name, in constant memory. The first one is the header. */
export async function* readCsv(path: string): AsyncGenerator<CsvBatch> {
  const file = basename(path);
  const size = Math.max(1, statSync(path).size);
  const bytes = createReadStream(path, { highWaterMark: 256 * 1024 });
  const plain = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  // `pipe` does not pass errors on.
  if (plain !== bytes) bytes.once('error', (error) => plain.destroy(error));

  const decoder = new TextDecoder('utf-8');
  const parser = new CsvRecords();
  for await (const chunk of plain as AsyncIterable<Buffer>) {
    const records = parser.push(decoder.decode(chunk, { stream: true }));
    if (records.length > 0) yield { file, records, progress: Math.min(1, bytes.bytesRead / size) };
  }
  const rest = [...parser.push(decoder.decode()), ...parser.end()];
  if (rest.length > 0) yield { file, records: rest, progress: 1 };
}
