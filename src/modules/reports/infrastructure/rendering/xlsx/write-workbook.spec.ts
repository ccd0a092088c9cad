import ExcelJS from 'exceljs';
import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import type { WorkbookTask } from '../tasks';
import { writeWorkbook } from './write-workbook';

const TASK: WorkbookTask = {
  kind: 'workbook',
  dataTitle: 'Data',
  summaryTitle: 'Summary',
  columns: [
    { title: 'Title', type: 'text' },
    { title: 'Seen', type: 'instant' },
    { title: 'Views', type: 'integer' },
    { title: 'Share', type: 'percent' },
  ],
};

async function written(lines: string, rowsASheet?: number): Promise<ExcelJS.Workbook> {
  const output = new PassThrough();
  const pieces = (async function* () {
    await Promise.resolve();
    yield lines;
  })();
  const summary = () => [{ label: 'Rows', value: 5 }];
  const [bytes] = await Promise.all([
    buffer(output),
    writeWorkbook(TASK, pieces, summary, output, rowsASheet).then(() => output.end()),
  ]);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(bytes as unknown as ExcelJS.Buffer);
  return workbook;
}

const rowsOf = (sheet: ExcelJS.Worksheet) =>
  Array.from({ length: sheet.rowCount - 1 }, (_, index) => sheet.getRow(index + 2).getCell(1).value);

describe('writeWorkbook', () => {
  it('writes each value as what it is', async () => {
    const workbook = await written(
      '"<b>& ""Ошибка"", 第1話",2026-03-01T12:30:00.250Z,1200,12.5\r\n=1+1,,,\r\n\u0007_x0007_,,-3,\r\n',
    );
    const [data] = workbook.worksheets;
    const [first, second, third] = [2, 3, 4].map((number) => data!.getRow(number));
    expect(first!.getCell(1).value).toBe('<b>& "Ошибка", 第1話');
    expect(first!.getCell(2).value).toEqual(new Date('2026-03-01T12:30:00.250Z'));
    expect(first!.getCell(3).value).toBe(1200);
    expect(first!.getCell(4).value).toBe(0.125);
    expect(first!.getCell(4).numFmt).toBe('0.0%');
    // Text, not a formula; and nothing where there is nothing.
    expect(second!.getCell(1)).toMatchObject({ type: ExcelJS.ValueType.String, value: '=1+1' });
    expect(second!.getCell(2).value).toBeNull();
    expect(third!.getCell(1).value).toBe('_x0007__x005F_x0007_');
    expect(third!.getCell(3).value).toBe(-3);
  });

  it('goes on in another sheet when one is full, and loses nothing', async () => {
    const workbook = await written('a,,,\r\nb,,,\r\nc,,,\r\nd,,,\r\ne,,,\r\n', 2);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Data', 'Data 2', 'Data 3', 'Summary']);
    expect(workbook.worksheets.slice(0, 3).map(rowsOf)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    for (const sheet of workbook.worksheets.slice(0, 3))
      expect(sheet.getRow(1).getCell(3).value).toBe('Views');
  });

  it('fills a sheet to its last row before it begins another', async () => {
    const workbook = await written('a,,,\r\nb,,,\r\n', 2);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Data', 'Summary']);
  });
});
