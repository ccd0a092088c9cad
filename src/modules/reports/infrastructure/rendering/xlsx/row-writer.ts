import type ExcelJS from 'exceljs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { ColumnType } from '../../../domain/columns';
import { CELL_FORMATS } from './cells';

/** In characters. Short pieces would each go to the compression, and a thread of it, by themselves. */
const PIECE_LENGTH = 64 * 1_024;

type Workbook = ExcelJS.stream.xlsx.WorkbookWriter;

/** What exceljs keeps to itself: how it numbers styles, and where the XML of a sheet goes. */
interface WorkbookInside {
  readonly styles: { addStyleModel(style: Partial<ExcelJS.Style>): number };
}
interface SheetInside {
  readonly stream: { write(xml: string): void; readonly pipes: readonly Compression[] };
}
/** A stream of the package readable-stream, which knows less of itself than Node's own. */
type Compression = Writable & { readonly _writableState: { readonly needDrain: boolean } };

interface Column {
  readonly letters: string;
  readonly attributes: string;
  content(this: void, text: string): string;
}

/**
 * Writes the rows below a sheet's header as the XML that exceljs would write. It makes objects of each cell first, which costs
 * most of the time and memory of a large file, and does not ask whether the compression keeps up.
 */
export class RowWriter {
  private readonly columns: readonly Column[];
  private piece = '';

  /** The sheet's header must be committed. */
  constructor(
    workbook: Workbook,
    private readonly sheet: ExcelJS.Worksheet,
    types: readonly ColumnType[],
  ) {
    const { styles } = workbook as unknown as WorkbookInside;
    this.columns = types.map((type, index) => {
      const { style, isText, content } = CELL_FORMATS[type];
      const attributes = `" s="${styles.addStyleModel(style)}"${isText ? ' t="str"' : ''}><v>`;
      return { letters: sheet.getColumn(index + 1).letter, attributes, content };
    });
  }

  /** `number` counts from 1, the header. Resolves when the compression keeps up. */
  async add(record: readonly string[], number: number): Promise<void> {
    let row = `<row r="${number}">`;
    for (let index = 0; index < record.length; index++) {
      const text = record[index]!;
      if (text === '') continue;
      const { letters, attributes, content } = this.columns[index]!;
      row += `<c r="${letters}${number}${attributes}${content(text)}</v></c>`;
    }
    this.piece += `${row}</row>`;
    if (this.piece.length >= PIECE_LENGTH) await this.flush();
  }

  async flush(): Promise<void> {
    const { stream } = this.sheet as unknown as SheetInside;
    stream.write(this.piece);
    this.piece = '';
    const [compression] = stream.pipes;
    if (compression?._writableState.needDrain) await once(compression, 'drain');
  }
}
