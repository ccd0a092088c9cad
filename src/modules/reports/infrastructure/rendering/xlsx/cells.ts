import type { Style } from 'exceljs';
import type { ColumnType } from '../../../domain/columns';

interface CellFormat {
  readonly width: number;
  readonly style: Partial<Style>;
  /** From the text of CSV; an empty one is no value at all. */
  read(text: string): string | number | Date;
}

const text = (given: string) => given;
const number = (given: string) => Number(given);

const format = (
  width: number,
  numFmt: string | null,
  horizontal: 'left' | 'right',
  read: CellFormat['read'],
): CellFormat => ({
  width,
  // Text beside a column of numbers keeps its distance.
  style: {
    ...(numFmt && { numFmt }),
    alignment: { horizontal, ...(horizontal === 'left' && { indent: 1 }) },
  },
  read,
});

/** How each type of column stands in a sheet. The styles are one object each, which exceljs recognises by itself. */
export const CELL_FORMATS: Record<ColumnType, CellFormat> = {
  id: format(38, null, 'left', text),
  text: format(40, null, 'left', text),
  code: format(16, null, 'left', text),
  instant: format(21, 'yyyy-mm-dd hh:mm:ss', 'left', (given) => new Date(given)),
  date: format(12, 'yyyy-mm-dd', 'left', (given) => new Date(`${given}T00:00:00Z`)),
  integer: format(14, '#,##0', 'right', number),
  decimal: format(14, '#,##0.0##', 'right', number),
  measure: format(14, '#,##0.0000', 'right', number),
  probability: format(14, '0.000', 'right', number),
  share: format(13, '0.0%', 'right', number),
  // A percentage in a sheet is a share that is shown as one; the rounding takes away what the division adds.
  percent: format(13, '0.0%', 'right', (given) => Number((Number(given) / 100).toFixed(6))),
};

/** Excel and the XML of its sheets know no control characters as such. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]/g;

/** The escape that the format has for them (ECMA-376, ST_Xstring), and for text that looks like it. */
export function escapeText(value: string): string {
  if (value.search(CONTROL) === -1 && !value.includes('_x')) return value;
  return value
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(CONTROL, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`);
}
