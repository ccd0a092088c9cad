import type { Style } from 'exceljs';
import type { ColumnType } from '../../../domain/columns';

interface CellFormat {
  readonly width: number;
  readonly style: Partial<Style>;
  readonly isText: boolean;
  /** The content of the cell's element, of the text of CSV; an empty one is no value at all. */
  content(this: void, text: string): string;
}

const DAY_MS = 86_400_000;
/** The epoch in days of a sheet. */
const EPOCH = 25_569;

const asText = (text: string) => escapeXml(escapeText(text));
const asNumber = (text: string) => String(Number(text));
const asDay = (text: string) => String(EPOCH + Date.parse(text) / DAY_MS);

const format = (
  width: number,
  numFmt: string | null,
  horizontal: 'left' | 'right',
  content: CellFormat['content'],
): CellFormat => ({
  width,
  // Text beside a column of numbers keeps its distance.
  style: {
    ...(numFmt && { numFmt }),
    alignment: { horizontal, ...(horizontal === 'left' && { indent: 1 }) },
  },
  isText: content === asText,
  content,
});

/** How each type of column stands in a sheet. */
export const CELL_FORMATS: Record<ColumnType, CellFormat> = {
  id: format(38, null, 'left', asText),
  text: format(40, null, 'left', asText),
  code: format(16, null, 'left', asText),
  instant: format(21, 'yyyy-mm-dd hh:mm:ss', 'left', asDay),
  // A date alone is one of UTC.
  date: format(12, 'yyyy-mm-dd', 'left', asDay),
  integer: format(14, '#,##0', 'right', asNumber),
  decimal: format(14, '#,##0.0##', 'right', asNumber),
  measure: format(14, '#,##0.0000', 'right', asNumber),
  probability: format(14, '0.000', 'right', asNumber),
  share: format(13, '0.0%', 'right', asNumber),
  // A percentage in a sheet is a share that is shown as one; the rounding takes away what the division adds.
  percent: format(13, '0.0%', 'right', (text) => String(Number((Number(text) / 100).toFixed(6)))),
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

const MARKUP = /[&<>]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function escapeXml(value: string): string {
  return value.search(MARKUP) === -1 ? value : value.replace(MARKUP, (sign) => ENTITIES[sign]!);
}
