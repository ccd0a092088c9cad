import type { Export } from '../../domain/export';
import type { ReportData } from '../../domain/report-source';
import type { Words } from '../sources/report-builder';
import type { SummaryLine } from './tasks';

/** What a file is made of: what was asked for, when, and what came of it. */
export function summaryLines(
  order: Export,
  data: ReportData,
  dataSha256: string,
  words: Words,
): SummaryLine[] {
  const line = (key: string, value: SummaryLine['value']) => ({ label: words(`summary.${key}`), value });
  return [
    line('report', words(`titles.${order.reportType}`)),
    line('start_date', order.startDate),
    line('end_date', order.endDate),
    ...Object.entries(data.parameters).map(([name, value]) => line(name, value)),
    line('snapshot', data.snapshotAt),
    line('row_count', data.rows.count),
    line('data_sha256', dataSha256),
    line('about_sha256', words('summary.sha256_note')),
    line('export_id', order.id),
  ];
}
