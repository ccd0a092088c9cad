import type { DocumentTable } from '../../../domain/report-document';
import { BOLD, COLOURS, CONTENT_END, CONTENT_WIDTH, FONT, PAGE } from './theme';
import { isNumeric, type Values } from './values';

const SIZE = 7.5;
const GAP = 10;
const PADDING = 4;
/** A table does not begin where only its header would fit. */
const LEAST_ROWS = 3;

interface PlacedColumn {
  readonly title: string;
  readonly x: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

/** Draws a table from where the page is, over as many pages as it takes, each with the header. */
export function drawTable(
  doc: PDFKit.PDFDocument,
  table: DocumentTable,
  values: Values,
  newPage: () => void,
): void {
  const columns = place(table.columns);
  doc.font(FONT).fontSize(SIZE);
  const headerHeight = heightOf(
    doc.font(BOLD),
    columns,
    columns.map(({ title }) => title),
  );
  const lineHeight = doc.font(FONT).currentLineHeight() + 2 * PADDING;
  if (doc.y + headerHeight + LEAST_ROWS * lineHeight > CONTENT_END) newPage();
  drawHeader(doc, columns, headerHeight);
  for (const row of table.rows) {
    const texts = row.map((cell, index) => values.write(cell, table.columns[index]!.type));
    const height = heightOf(doc.font(FONT).fontSize(SIZE), columns, texts);
    if (doc.y + height > CONTENT_END) {
      newPage();
      drawHeader(doc, columns, headerHeight);
    }
    drawRow(doc.font(FONT).fontSize(SIZE).fillColor(COLOURS.text), columns, texts, height);
    rule(doc, COLOURS.faint);
  }
}

/** Columns side by side, as wide as their weights say. */
function place(columns: DocumentTable['columns']): PlacedColumn[] {
  const weights = columns.map(({ weight = 1 }) => weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const free = CONTENT_WIDTH - GAP * (columns.length - 1);
  let x: number = PAGE.side;
  return columns.map(({ title, type }, index) => {
    const width = (free * weights[index]!) / sum;
    const placed = { title, x, width, align: isNumeric(type) ? ('right' as const) : ('left' as const) };
    x += width + GAP;
    return placed;
  });
}

function heightOf(
  doc: PDFKit.PDFDocument,
  columns: readonly PlacedColumn[],
  texts: readonly string[],
): number {
  const heights = texts.map((text, index) =>
    doc.heightOfString(text || ' ', { width: columns[index]!.width }),
  );
  return Math.max(...heights) + 2 * PADDING;
}

function drawHeader(doc: PDFKit.PDFDocument, columns: readonly PlacedColumn[], height: number): void {
  doc.font(BOLD).fontSize(SIZE).fillColor(COLOURS.muted);
  const top = doc.y;
  for (const { title, x, width, align } of columns) {
    // Titles of different length stand on one line.
    const own = doc.heightOfString(title, { width });
    doc.text(title, x, top + height - PADDING - own, { width, align });
  }
  doc.y = top + height;
  rule(doc, COLOURS.accent, 1);
}

function drawRow(
  doc: PDFKit.PDFDocument,
  columns: readonly PlacedColumn[],
  texts: readonly string[],
  height: number,
): void {
  const top = doc.y;
  for (const [index, { x, width, align }] of columns.entries())
    doc.text(texts[index]!, x, top + PADDING, { width, align });
  doc.y = top + height;
}

function rule(doc: PDFKit.PDFDocument, colour: string, width = 0.5): void {
  doc
    .moveTo(PAGE.side, doc.y)
    .lineTo(PAGE.side + CONTENT_WIDTH, doc.y)
    .lineWidth(width)
    .strokeColor(colour)
    .stroke();
}
