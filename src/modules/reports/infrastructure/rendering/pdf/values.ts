import type { ColumnType } from '../../../domain/columns';
import type { Cell } from '../../../domain/report-document';
import type { ReportLocale } from '../../../domain/report';

const NOTHING = '–';

const RIGHT: ReadonlySet<ColumnType> = new Set<ColumnType>([
  'integer',
  'decimal',
  'measure',
  'probability',
  'share',
  'percent',
]);

export const isNumeric = (type: ColumnType) => RIGHT.has(type);

/** How values are written for people; times are UTC. */
export class Values {
  private readonly whole: Intl.NumberFormat;
  private readonly decimal: Intl.NumberFormat;
  private readonly fine: Intl.NumberFormat;
  private readonly finest: Intl.NumberFormat;
  private readonly share: Intl.NumberFormat;
  private readonly tick: Intl.NumberFormat;
  private readonly day: Intl.DateTimeFormat;
  private readonly time: Intl.DateTimeFormat;

  constructor(locale: ReportLocale) {
    const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
    this.whole = number({ maximumFractionDigits: 0 });
    const digits = (count: number) => ({ minimumFractionDigits: count, maximumFractionDigits: count });
    this.decimal = number(digits(1));
    this.fine = number(digits(3));
    this.finest = number(digits(4));
    this.share = number({ style: 'percent', ...digits(1) });
    this.tick = number({ maximumFractionDigits: 6 });
    const date = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
    // Day first and a month in letters: no reader takes it for another date.
    const region = locale === 'en' ? 'en-GB' : 'ru';
    this.day = new Intl.DateTimeFormat(region, date);
    this.time = new Intl.DateTimeFormat(region, { ...date, hour: '2-digit', minute: '2-digit' });
  }

  write(value: Cell, type: ColumnType): string {
    if (value === null) return NOTHING;
    if (typeof value === 'string') return this.writeText(value, type);
    switch (type) {
      case 'integer':
        return this.whole.format(value);
      case 'probability':
        return this.fine.format(value);
      case 'measure':
        return this.finest.format(value);
      case 'share':
        return this.share.format(value);
      case 'percent':
        return this.share.format(value / 100);
      case 'decimal':
      case 'id':
      case 'text':
      case 'code':
      case 'instant':
      case 'date':
        return this.decimal.format(value);
    }
  }

  /** For axes: as many digits as it takes, without the dust of binary fractions. */
  writeTick(value: number): string {
    return this.tick.format(Number(value.toPrecision(6)));
  }

  writeInstant(instant: Date): string {
    return `${this.time.format(instant)} UTC`;
  }

  private writeText(value: string, type: ColumnType): string {
    if (type === 'date') return this.day.format(new Date(value.slice(0, 10)));
    return type === 'instant' ? this.time.format(new Date(value)) : value;
  }
}
