export const REPORT_TYPES = ['views', 'cohorts', 'popularity', 'users', 'ab_test'] as const;
export type ReportType = (typeof REPORT_TYPES)[number];

export const REPORT_FORMATS = ['csv', 'xlsx', 'pdf'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const REPORT_LOCALES = ['en', 'ru'] as const;
export type ReportLocale = (typeof REPORT_LOCALES)[number];

/** These hold single people: an erasure withdraws those that were read before it. */
export const PERSONAL_REPORTS: readonly ReportType[] = ['views', 'users'];

/** What is asked for; the same for an export and for the schedule that orders it. */
export interface ReportOrder {
  readonly reportType: ReportType;
  readonly format: ReportFormat;
  /** Of reports of type `ab_test`; null for the others. */
  readonly abTestId: string | null;
  readonly locale: ReportLocale;
  /** Whether a CSV begins with a byte order mark, which old programs need to see that it is UTF-8. */
  readonly bom: boolean;
}

export interface DateRange {
  readonly startDate: Date;
  /** The whole second that it names belongs to the range. */
  readonly endDate: Date;
}

/** First instant after the range. */
export function endOf({ endDate }: DateRange): Date {
  return new Date((Math.floor(endDate.getTime() / 1_000) + 1) * 1_000);
}
