import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readRecords } from './read-records';

async function readAll(pieces: string[]): Promise<string[][]> {
  const records: string[][] = [];
  const given = async function* () {
    await Promise.resolve();
    yield* pieces;
  };
  for await (const some of readRecords(given())) records.push(...some);
  return records;
}

const cell = fc.string({
  unit: fc.constantFrom('a', 'ю', '😀', ',', '"', '\r', '\n', '\r\n', ' ', "'"),
  maxLength: 5,
});

describe('readRecords', () => {
  it('reads what was written, wherever the pieces are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (rows, size) => {
          const text = stringify(rows, { record_delimiter: 'windows' });
          const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
            text.slice(index * size, (index + 1) * size),
          );
          expect(await readAll(pieces)).toEqual(rows);
        },
      ),
    );
  });

  it('has no records without lines, and fails at half of one', async () => {
    expect(await readAll([])).toEqual([]);
    await expect(readAll(['a,b\r\nc'])).rejects.toThrow('in the middle of a line');
  });
});
