import { parse } from 'csv-parse/sync';

const LINE_END = '\r\n';

/**
 * The records of lines of CSV as {@link ReportRows} writes them, a list for each piece. Most pieces hold no quote: then
 * commas and ends of lines are what they seem, and a parser of CSV would only cost time.
 */
export async function* readRecords(pieces: AsyncIterable<string>): AsyncIterable<string[][]> {
  let text = '';
  for await (const piece of pieces) {
    text += piece;
    const end = endOfRecords(text);
    if (end === 0) continue;
    yield recordsOf(text.slice(0, end));
    text = text.slice(end);
  }
  if (text !== '') throw new Error('The rows end in the middle of a line');
}

/** Where the last whole record ends; 0: there is none. */
function endOfRecords(text: string): number {
  let end = text.lastIndexOf(LINE_END);
  // An end of line behind an odd number of quotes belongs to a cell.
  while (end !== -1 && isInsideQuotes(text, end)) end = text.lastIndexOf(LINE_END, end - 1);
  return end === -1 ? 0 : end + LINE_END.length;
}

function isInsideQuotes(text: string, at: number): boolean {
  let inside = false;
  for (let quote = text.indexOf('"'); quote !== -1 && quote < at; quote = text.indexOf('"', quote + 1))
    inside = !inside;
  return inside;
}

function recordsOf(text: string): string[][] {
  if (text.includes('"')) return parse(text, { record_delimiter: LINE_END });
  return text
    .slice(0, -LINE_END.length)
    .split(LINE_END)
    .map((line) => line.split(','));
}
