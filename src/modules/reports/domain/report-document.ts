import type { ReportColumn } from './columns';

/** Text for people is in the report's language already; numbers and times are written out when the page is set. */
export interface ReportDocument {
  /** Beside the title: the name of a test. */
  readonly subject: string | null;
  readonly figures: readonly Figure[];
  readonly sections: readonly Section[];
}

export type Cell = string | number | null;

export interface Figure {
  readonly label: string;
  readonly value: Cell;
  readonly type: ReportColumn['type'];
  /** Smaller, below it. */
  readonly note?: string;
}

export interface Section {
  readonly title: string;
  readonly chart?: Chart;
  readonly table?: DocumentTable;
  /** What a reader has to know: that rows are left out, and which. */
  readonly note?: string;
}

export interface DocumentTable {
  readonly columns: readonly (ReportColumn & { readonly title: string; readonly weight?: number })[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Chart =
  | {
      readonly kind: 'lines';
      readonly x: readonly string[];
      readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
      readonly unit: 'percent' | 'integer';
      readonly xTitle?: string;
    }
  | {
      readonly kind: 'heat_map';
      readonly x: readonly string[];
      readonly y: readonly string[];
      /** Rows from the top; percentages. */
      readonly values: readonly (readonly (number | null)[])[];
      readonly xTitle: string;
    }
  | {
      readonly kind: 'forecast';
      /** All days, history first. */
      readonly days: readonly string[];
      readonly history: readonly number[];
      readonly forecast: readonly number[];
      readonly lower: readonly number[];
      readonly upper: readonly number[];
      readonly names: { readonly history: string; readonly forecast: string; readonly band: string };
    }
  | {
      readonly kind: 'intervals';
      readonly items: readonly {
        readonly name: string;
        readonly point: number;
        readonly lower: number;
        readonly upper: number;
      }[];
      readonly xTitle: string;
    }
  | {
      readonly kind: 'bars';
      readonly items: readonly { readonly name: string; readonly value: number }[];
    };
