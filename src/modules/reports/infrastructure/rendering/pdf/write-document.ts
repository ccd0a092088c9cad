import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import type { Figure, Section } from '../../../domain/report-document';
import type { DocumentTask } from '../tasks';
import { heightOf } from './chart-options';
import { drawChart } from './draw-chart';
import { drawTable } from './draw-table';
import { BOLD, COLOURS, CONTENT_END, CONTENT_WIDTH, FONT, PAGE } from './theme';
import { Values } from './values';

/** DejaVu has Latin, Cyrillic and Greek; its condensed cut is the more readable one in tables. */
const FONTS = join(require.resolve('dejavu-fonts-ttf/package.json'), '..', 'ttf');

type Doc = PDFKit.PDFDocument;

/** Sets the pages of a report. Page numbers come last, when it is known how many there are. */
export async function writeDocument(task: DocumentTask, output: Writable): Promise<void> {
  const doc = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margins: { top: PAGE.top, bottom: 0, left: PAGE.side, right: PAGE.side },
    bufferPages: true,
    lang: task.locale,
    info: { Title: `${task.title}, ${task.period}`, Creator: 'Kinoscope' },
  });
  doc.registerFont(FONT, join(FONTS, 'DejaVuSansCondensed.ttf'));
  doc.registerFont(BOLD, join(FONTS, 'DejaVuSansCondensed-Bold.ttf'));
  doc.pipe(output);
  const page = new PageWriter(doc, task);
  page.title();
  page.figures(task.document.figures);
  for (const section of task.document.sections) page.section(section);
  page.summary();
  page.footers();
  doc.end();
  await once(output, 'finish');
}

class PageWriter {
  private readonly values: Values;

  constructor(
    private readonly doc: Doc,
    private readonly task: DocumentTask,
  ) {
    this.values = new Values(task.locale);
  }

  title(): void {
    const { doc, task } = this;
    doc.rect(PAGE.side, PAGE.top, 26, 3).fill(COLOURS.accent);
    doc.font(BOLD).fontSize(22).fillColor(COLOURS.text);
    doc.text(task.title, PAGE.side, PAGE.top + 14, { width: CONTENT_WIDTH });
    if (task.document.subject !== null)
      doc.moveDown(0.15).fontSize(12).fillColor(COLOURS.accent).text(task.document.subject);
    doc.moveDown(0.4).font(FONT).fontSize(10).fillColor(COLOURS.muted).text(task.period);
    doc.y += 20;
  }

  figures(figures: readonly Figure[]): void {
    const { doc } = this;
    const gap = 10;
    const width = (CONTENT_WIDTH - gap * (figures.length - 1)) / figures.length;
    const top = doc.y;
    let bottom = top;
    for (const [index, { label, value, type, note }] of figures.entries()) {
      const x = PAGE.side + index * (width + gap);
      const inside = { width: width - 8 };
      doc
        .moveTo(x, top)
        .lineTo(x + width, top)
        .lineWidth(1)
        .strokeColor(COLOURS.accentSoft)
        .stroke();
      doc
        .font(FONT)
        .fontSize(8)
        .fillColor(COLOURS.muted)
        .text(label, x, top + 8, { ...inside, height: 22 });
      const text = this.values.write(value, type);
      doc
        .font(BOLD)
        .fillColor(COLOURS.text)
        .fontSize(sizeFor(doc, text, width - 8));
      doc.text(text, x, top + 32, { ...inside, lineBreak: false });
      doc.font(FONT).fontSize(7).fillColor(COLOURS.muted);
      if (note) doc.text(note, x, top + 56, inside);
      bottom = Math.max(bottom, note ? doc.y : top + 56);
    }
    doc.x = PAGE.side;
    doc.y = bottom + 22;
  }

  section({ title, chart, table, note }: Section): void {
    const { doc } = this;
    // The title stays with what it is of.
    const least = chart ? heightOf(chart) : 70;
    if (doc.y + 26 + least > CONTENT_END) this.newPage();
    doc
      .font(BOLD)
      .fontSize(12)
      .fillColor(COLOURS.text)
      .text(title, PAGE.side, doc.y, { width: CONTENT_WIDTH });
    doc.y += 8;
    if (chart && isEmpty(chart)) this.remark(this.task.empty);
    else if (chart) drawChart(doc, chart, this.values);
    if (chart && table) doc.y += 6;
    if (table?.rows.length) drawTable(doc, table, this.values, () => this.newPage());
    else if (table) this.remark(this.task.empty);
    if (note) this.remark(note);
    doc.y += 22;
  }

  /** What the file is made of: always the last page, alone. */
  summary(): void {
    const { doc, task, values } = this;
    this.newPage();
    doc.font(BOLD).fontSize(12).fillColor(COLOURS.text).text(task.summaryTitle, PAGE.side, doc.y);
    doc.y += 10;
    for (const { label, value } of task.summary) {
      const text = value instanceof Date ? values.writeInstant(value) : values.write(value, 'integer');
      const top = doc.y;
      doc.font(FONT).fontSize(8).fillColor(COLOURS.muted).text(label, PAGE.side, top, { width: 150 });
      const left = doc.y;
      doc.fillColor(COLOURS.text).text(text, PAGE.side + 164, top, { width: CONTENT_WIDTH - 164 });
      doc.y = Math.max(left, doc.y) + 7;
    }
  }

  footers(): void {
    const { doc, task } = this;
    const { start, count } = doc.bufferedPageRange();
    for (let index = 0; index < count; index++) {
      doc.switchToPage(start + index);
      const y = PAGE.height - 40;
      doc.moveTo(PAGE.side, y - 8).lineTo(PAGE.side + CONTENT_WIDTH, y - 8);
      doc.lineWidth(0.5).strokeColor(COLOURS.rule).stroke();
      doc.font(FONT).fontSize(7.5).fillColor(COLOURS.muted);
      const place = { width: CONTENT_WIDTH, lineBreak: false };
      doc.text(`Kinoscope · ${task.title} · ${task.period}`, PAGE.side, y, place);
      const page = task.pageOf.replace('{page}', String(index + 1)).replace('{pages}', String(count));
      doc.text(page, PAGE.side, y, { ...place, align: 'right' });
    }
  }

  private remark(text: string): void {
    const { doc } = this;
    doc.font(FONT).fontSize(8).fillColor(COLOURS.muted);
    if (doc.y + 6 + doc.heightOfString(text, { width: CONTENT_WIDTH }) > CONTENT_END) this.newPage();
    doc.text(text, PAGE.side, doc.y + 6, { width: CONTENT_WIDTH });
  }

  private newPage(): void {
    this.doc.addPage();
    this.doc.x = PAGE.side;
    this.doc.y = PAGE.top;
  }
}

/** The largest of some sizes at which the text stays on its line. */
function sizeFor(doc: Doc, text: string, width: number): number {
  return [18, 16, 14, 12, 10].find((size) => doc.fontSize(size).widthOfString(text) <= width) ?? 8;
}

function isEmpty(chart: NonNullable<Section['chart']>): boolean {
  return (
    (chart.kind === 'heat_map' && chart.y.length === 0) || (chart.kind === 'lines' && chart.x.length === 0)
  );
}
