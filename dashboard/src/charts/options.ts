import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from './palette';

const GRID = { top: 12, right: 12, bottom: 8, left: 8, containLabel: true };

type Format = (value: number) => string;

/** Axes, grid and hints that all charts share. `category` is the x axis, `format` writes what the y axis counts. */
export function baseOption(palette: Palette, category: readonly string[], format: Format): EChartsCoreOption {
  const axis = { color: palette.dimmed, fontSize: 12, fontFamily: 'inherit' };
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: GRID,
    xAxis: {
      type: 'category',
      data: category,
      axisLabel: { ...axis, hideOverlap: true },
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      axisLabel: { ...axis, formatter: (value: number) => format(value) },
      splitLine: { lineStyle: { color: palette.line } },
    },
    // Drawn on the canvas: the page's policy refuses the markup that ECharts would write otherwise.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: palette.panel,
      borderColor: palette.line,
      borderWidth: 1,
      textStyle: { color: palette.text, fontSize: 12 },
      axisPointer: { lineStyle: { color: palette.dimmed } },
      confine: true,
      valueFormatter: (value: unknown) => (typeof value === 'number' ? format(value) : '–'),
    },
  };
}

export function legend(palette: Palette, names: readonly string[]): EChartsCoreOption {
  return {
    grid: { ...GRID, top: 40 },
    legend: {
      type: 'plain',
      data: [...names],
      top: 0,
      left: 0,
      icon: 'roundRect',
      itemWidth: 12,
      itemHeight: 4,
      textStyle: { color: palette.dimmed, fontSize: 12 },
    },
  };
}

/** A shaded band between two rows of values, as two stacked areas of which the lower one cannot be seen. */
export function band(
  name: string,
  lower: readonly (number | null)[],
  upper: readonly (number | null)[],
  colour: string,
) {
  const shared = { type: 'line', stack: name, symbol: 'none', lineStyle: { opacity: 0 }, silent: true };
  const height = upper.map((top, index) => {
    const bottom = lower[index] ?? null;
    return top === null || bottom === null ? null : top - bottom;
  });
  return [
    { ...shared, name: `${name}-base`, data: [...lower], tooltip: { show: false } },
    {
      ...shared,
      name,
      data: height,
      itemStyle: { color: colour, opacity: 0.3 },
      areaStyle: { color: colour, opacity: 0.16 },
      tooltip: { show: false },
    },
  ];
}
