import { useComputedColorScheme } from '@mantine/core';
import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../parts/DataTable';
import classes from './Chart.module.css';
import { type Palette, readPalette } from './palette';

interface ChartProps<Row> {
  /** What there is to see, in a sentence, for whoever cannot see it. */
  label: string;
  height?: number;
  /** Must stay the same function while the data stay the same. */
  build: (palette: Palette) => EChartsCoreOption;
  /** The same figures as a table. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
}

export function Chart<Row>({ label, height = 300, build, columns, rows, keyOf }: ChartProps<Row>) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const scheme = useComputedColorScheme();

  useEffect(() => {
    let made: EChartsType | null = null;
    let gone = false;
    const watcher = new ResizeObserver(() => made?.resize());
    void import('./echarts').then(({ init }) => {
      if (gone || !place.current) return;
      made = init(place.current, null, { renderer: 'canvas' });
      watcher.observe(place.current);
      setChart(made);
    });
    return () => {
      gone = true;
      watcher.disconnect();
      made?.dispose();
    };
  }, []);

  useEffect(() => {
    // The colours stand in the style sheet once the scheme's attribute has reached the document.
    const frame = requestAnimationFrame(() => chart?.setOption(build(readPalette()), { notMerge: true }));
    return () => cancelAnimationFrame(frame);
  }, [chart, build, scheme]);

  return (
    <figure className={classes.figure}>
      <div ref={place} role="img" aria-label={label} style={{ height }} data-drawn={chart !== null} />
      <details className={classes.table}>
        <summary>{t('common.as_table')}</summary>
        <DataTable caption={label} columns={columns} rows={rows} keyOf={keyOf} maxHeight={320} />
      </details>
    </figure>
  );
}
