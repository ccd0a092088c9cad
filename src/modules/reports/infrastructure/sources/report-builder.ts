import type { PoolClient } from 'pg';
import { Texts } from '../../../../common/i18n/texts';
import { COLUMNS, type ReportColumn } from '../../domain/columns';
import type { DocumentTable } from '../../domain/report-document';
import { endOf, type ReportLocale, type ReportType } from '../../domain/report';
import type { ReportData, ReportQuery } from '../../domain/report-source';

/** Reads one type of report from the snapshot that `client` has opened. */
export abstract class ReportBuilder {
  abstract build(query: ReportQuery, client: PoolClient): Promise<Omit<ReportData, 'snapshotAt' | 'columns'>>;
}

/** The words of a report, from `reports.json`. */
export type Words = (key: string, params?: Record<string, string | number>) => string;

export const wordsOf =
  (texts: Texts, locale: ReportLocale): Words =>
  (key, params) =>
    texts.of(`reports.${key}`, params, locale);

/** Bounds of the query as literals: COPY takes no parameters. They are made of dates, so nothing can hide in them. */
export function literalRange(query: ReportQuery): { from: string; until: string } {
  const literal = (instant: Date) => `'${instant.toISOString()}'::timestamptz`;
  return { from: literal(query.startDate), until: literal(endOf(query)) };
}

/** Columns of a report by name, with their titles for people. */
export function titled(
  type: ReportType,
  names: readonly (string | readonly [name: string, weight: number])[],
  words: Words,
): DocumentTable['columns'] {
  return names.map((item) => {
    const [name, weight] = typeof item === 'string' ? [item, 1] : item;
    const column = COLUMNS[type].find((candidate) => candidate.name === name)!;
    return { ...column, title: words(`columns.${name}`), weight };
  });
}

/** A column of a table that the report itself does not have. */
export function extra(name: string, type: ReportColumn['type'], words: Words, weight = 1) {
  return { name, type, title: words(`columns.${name}`), weight };
}
