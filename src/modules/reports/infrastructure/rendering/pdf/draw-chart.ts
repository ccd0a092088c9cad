import { init } from 'echarts';
import svgToPdf from 'svg-to-pdfkit';
import type { Chart } from '../../../domain/report-document';
import { heightOf, optionsOf } from './chart-options';
import { BOLD, CONTENT_WIDTH, FONT, PAGE } from './theme';
import type { Values } from './values';

/** Draws a chart over the width of the page, as lines and text rather than as a picture. */
export function drawChart(doc: PDFKit.PDFDocument, chart: Chart, values: Values): void {
  const [width, height] = [Math.floor(CONTENT_WIDTH), heightOf(chart)];
  const echart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    echart.setOption(optionsOf(chart, values));
    svgToPdf(doc, echart.renderToSVGString(), PAGE.side, doc.y, {
      width,
      height,
      assumePt: true,
      fontCallback: (_family, bold) => (bold ? BOLD : FONT),
    });
  } finally {
    echart.dispose();
  }
  doc.y += height;
}
