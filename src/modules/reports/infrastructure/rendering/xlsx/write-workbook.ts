import type ExcelJS from 'exceljs';
import WorkbookWriter from 'exceljs/lib/stream/xlsx/workbook-writer';
import type { Writable } from 'node:stream';
import type { SummaryLine, WorkbookTask } from '../tasks';
import { CELL_FORMATS, escapeText } from './cells';
import { readRecords } from './read-records';
import { RowWriter } from './row-writer';

/** A sheet has 1,048,576 rows, and the first is the header. */
const ROWS_A_SHEET = 1_048_575;

/** Of the second column of the summary, in characters: a hash fits. */
const TEXT_WIDTH = 80;

const BOLD = { name: 'Calibri', size: 11, bold: true, color: { argb: 'FF1F3A57' } } as const;

const HEADER = {
  font: BOLD,
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EEF4' } },
  border: { bottom: { style: 'thin', color: { argb: 'FF2F5D8A' } } },
  alignment: { vertical: 'middle' },
} as const;

type Sheet = ExcelJS.Worksheet;

/**
 * Writes the rows, lines of CSV, into sheets as they come, as many as there must be, and after them the sheet that says what
 * they are.
 */
export async function writeWorkbook(
  task: WorkbookTask,
  rows: AsyncIterable<string>,
  summary: () => readonly SummaryLine[],
  output: Writable,
  rowsASheet = ROWS_A_SHEET,
): Promise<void> {
  const workbook = new WorkbookWriter({
    stream: output,
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 1 } },
  });
  await writeRows(workbook, task, rows, rowsASheet);
  addSummarySheet(workbook, task, summary());
  await workbook.commit();
}

async function writeRows(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  task: WorkbookTask,
  rows: AsyncIterable<string>,
  rowsASheet: number,
): Promise<void> {
  const types = task.columns.map(({ type }) => type);
  const open = (number: number) => {
    const sheet = addDataSheet(workbook, task, number);
    return { sheet, writer: new RowWriter(workbook, sheet, types), rows: 0 };
  };
  const close = async ({ sheet, writer, rows: written }: ReturnType<typeof open>) => {
    await writer.flush();
    closeDataSheet(sheet, task, written);
  };
  let sheets = 1;
  let current = open(sheets);
  for await (const records of readRecords(rows))
    for (const record of records) {
      if (current.rows === rowsASheet) {
        await close(current);
        current = open(++sheets);
      }
      current.rows++;
      await current.writer.add(record, current.rows + 1);
    }
  await close(current);
}

function addDataSheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  task: WorkbookTask,
  number: number,
): Sheet {
  const sheet = workbook.addWorksheet(number === 1 ? task.dataTitle : `${task.dataTitle} ${number}`, {
    views: [{ state: 'frozen', ySplit: 1, showGridLines: true }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0, paperSize: 9 },
  });
  sheet.columns = task.columns.map(({ title, type }) => ({
    width: Math.max(CELL_FORMATS[type].width, title.length + 4),
  }));
  const header = sheet.addRow(task.columns.map(({ title }) => title));
  header.height = 20;
  header.eachCell((cell, column) => {
    const { alignment } = CELL_FORMATS[task.columns[column - 1]!.type].style;
    cell.style = { ...HEADER, alignment: { ...HEADER.alignment, ...alignment } };
  });
  header.commit();
  return sheet;
}

function closeDataSheet(sheet: Sheet, { columns }: WorkbookTask, rows: number): void {
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows + 1, column: columns.length } };
  sheet.commit();
}

function addSummarySheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  task: WorkbookTask,
  summary: readonly SummaryLine[],
): void {
  const sheet = workbook.addWorksheet(task.summaryTitle, {
    views: [{ showGridLines: false }],
    pageSetup: { fitToPage: true, fitToWidth: 1, fitToHeight: 0, paperSize: 9 },
  });
  sheet.columns = [{ width: 34 }, { width: TEXT_WIDTH }];
  for (const { label, value } of summary) {
    const row = sheet.addRow([label, typeof value === 'string' ? escapeText(value) : value]);
    const lines = typeof value === 'string' ? Math.ceil(value.length / (0.9 * TEXT_WIDTH)) : 1;
    row.height = 6 + 15 * lines;
    row.getCell(1).style = {
      font: BOLD,
      alignment: { vertical: 'top' },
    };
    row.getCell(2).style = {
      alignment: { horizontal: 'left', vertical: 'top', wrapText: true },
      ...(value instanceof Date && { numFmt: 'yyyy-mm-dd hh:mm:ss' }),
      ...(typeof value === 'number' && { numFmt: '#,##0' }),
    };
    row.commit();
  }
  sheet.commit();
}
