import fc from 'fast-check';
import { CsvRecords } from './csv-records';

function readAll(pieces: string[]) {
  const parser = new CsvRecords();
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
}

const write = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');

describe('CsvRecords', () => {
  it('reads LF, CRLF, quotes, doubled quotes and line breaks in cells', () => {
    expect(readAll(['\ufeffa,b\r\n1,"x, ""y""\n z"\r\n\r\n,\n"last",2'])).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', 'x, "y"\n z'] },
      { line: 5, cells: ['', ''] },
      { line: 6, cells: ['last', '2'] },
    ]);
  });

  it.each(['a"b,c', '"a"b,c', 'a,"b" '])(
    'names the record %s, whose quotes are wrong, by its line',
    (record) => {
      const bad = record.split('"').length % 2 === 1 ? record : `${record}"`;
      expect(readAll([`x,y\n${bad}\n1,2\n`])[1]).toEqual({ line: 2, cells: null });
    },
  );

  it('gives up on a quote that is never closed instead of swallowing the file', () => {
    const records = readAll([`a,b\n"open,1\n${'x,y\n'.repeat(300_000)}1,2\n`]);
    expect(records[1]).toMatchObject({ line: 2, cells: null });
    expect(records.at(-1)).toEqual({ line: 300_003, cells: ['1', '2'] });
  });

  it('reads back what was written, wherever the text is cut into pieces', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replaceAll('\ufeff', ''));
    const records = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        records,
        fc.array(fc.nat(200)),
        fc.constantFrom('\n', '\r\n'),
        (written, cuts, lineBreak) => {
          const text = written.map(write).join(lineBreak);
          const places = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
          const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
          expect(readAll(pieces).map(({ cells }) => cells)).toEqual(written);
        },
      ),
    );
  });
});
