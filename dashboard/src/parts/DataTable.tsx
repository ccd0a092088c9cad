import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DataTable.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand at the end of their column, so that their digits lie below each other. */
  readonly numeric?: boolean;
  /** Names its row to screen readers. */
  readonly heading?: boolean;
  readonly sorted?: 'ascending' | 'descending';
}

interface DataTableProps<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  maxHeight?: number;
}

export function DataTable<Row>({ caption, columns, rows, keyOf, maxHeight }: DataTableProps<Row>) {
  return (
    <div className={classes.scroll} role="region" aria-label={caption} tabIndex={0} style={{ maxHeight }}>
      <Table verticalSpacing="xs" horizontalSpacing="md" className={classes.table}>
        <caption className="visually-hidden">{caption}</caption>
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, header, numeric, sorted }) => (
              <Table.Th key={key} scope="col" data-numeric={numeric} aria-sort={sorted}>
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map(({ key, cell, numeric, heading }) =>
                heading ? (
                  <Table.Th key={key} scope="row" data-numeric={numeric}>
                    {cell(row)}
                  </Table.Th>
                ) : (
                  <Table.Td key={key} data-numeric={numeric}>
                    {cell(row)}
                  </Table.Td>
                ),
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
