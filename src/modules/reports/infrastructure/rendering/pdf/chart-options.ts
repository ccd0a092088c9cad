import type { EChartsOption } from 'echarts';
import type { Chart } from '../../../domain/report-document';
import { COLOURS, CURVES } from './theme';
import type { Values } from './values';

const TEXT = { fontFamily: 'body', fontSize: 8, color: COLOURS.muted } as const;
const AXIS_LINE = { lineStyle: { color: COLOURS.rule, width: 0.7 } } as const;
const HEAT_ROW = 17;

/** How high a chart is, in points. */
export function heightOf(chart: Chart): number {
  switch (chart.kind) {
    case 'heat_map':
      return chart.y.length * HEAT_ROW + 52;
    case 'intervals':
      return chart.items.length * 26 + 52;
    case 'bars':
      return chart.items.length * 24 + 16;
    case 'forecast':
      return 134;
    case 'lines':
      return 200;
  }
}

/** What ECharts draws for a chart. */
export function optionsOf(chart: Chart, values: Values): EChartsOption {
  const base = { animation: false, textStyle: TEXT } as const;
  switch (chart.kind) {
    case 'lines':
      return { ...base, ...lines(chart, values) };
    case 'forecast':
      return { ...base, ...forecast(chart, values) };
    case 'heat_map':
      return { ...base, ...heatMap(chart, values) };
    case 'intervals':
      return { ...base, ...intervals(chart, values) };
    case 'bars':
      return { ...base, ...bars(chart, values) };
  }
}

type Of<Kind extends Chart['kind']> = Extract<Chart, { kind: Kind }>;

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);
const grid = (place: object = {}) => ({ left: 44, right: 14, top: 26, bottom: 40, ...place });
const legend = (data: string[]) => ({
  data,
  top: 0,
  left: 36,
  itemWidth: 10,
  itemHeight: 5,
  itemGap: 9,
  icon: 'rect',
  textStyle: TEXT,
});
const axisName = (name: string | undefined) =>
  name ? { name, nameLocation: 'middle' as const, nameGap: 24, nameTextStyle: TEXT } : {};

function categories(x: readonly string[], values: Values, name?: string) {
  return {
    type: 'category' as const,
    data: x.map((label) => (isDay(label) ? values.write(label, 'date').replace(/ \d{4}.*$/, '') : label)),
    axisLine: AXIS_LINE,
    axisTick: { show: false },
    axisLabel: { ...TEXT, hideOverlap: true },
    ...axisName(name),
  };
}

function amounts(values: Values, unit: 'percent' | 'integer') {
  return {
    type: 'value' as const,
    min: 0,
    ...(unit === 'percent' && { max: 100, interval: 25 }),
    splitNumber: 4,
    minInterval: 1,
    splitLine: { lineStyle: { color: COLOURS.faint, width: 0.7 } },
    axisLabel: {
      ...TEXT,
      formatter: (value: number) => values.write(value, 'integer') + (unit === 'percent' ? ' %' : ''),
    },
  };
}

function lines({ x, series, unit, xTitle }: Of<'lines'>, values: Values): EChartsOption {
  const many = series.length > 1;
  return {
    ...(many && { legend: legend(series.map(({ name }) => name)) }),
    grid: grid({ top: many ? 26 : 12, bottom: xTitle ? 40 : 24 }),
    xAxis: { ...categories(x, values, xTitle), boundaryGap: false },
    yAxis: amounts(values, unit),
    series: series.map(({ name, values: data }, index) => ({
      name,
      type: 'line' as const,
      data: [...data],
      showSymbol: many && x.length <= 20,
      symbol: 'circle',
      symbolSize: index === 0 ? 4 : 3,
      lineStyle: { width: index === 0 ? 2 : 1 },
      itemStyle: { color: index === 0 ? COLOURS.accent : CURVES[(index - 1) % CURVES.length] },
      z: index === 0 ? 5 : 3,
      ...(!many && { areaStyle: { color: COLOURS.accentSoft, opacity: 0.35 } }),
    })),
  };
}

function forecast(
  { days, history, forecast: coming, ...chart }: Of<'forecast'>,
  values: Values,
): EChartsOption {
  const { lower, upper, names } = chart;
  const before = days.length - coming.length;
  const shifted = (data: readonly number[]) => [...Array<null>(before).fill(null), ...data];
  const plain = { type: 'line' as const, showSymbol: false };
  return {
    legend: legend([names.history, names.forecast, names.band]),
    grid: grid({ bottom: 24 }),
    xAxis: { ...categories(days, values), boundaryGap: false },
    yAxis: amounts(values, 'integer'),
    series: [
      {
        ...plain,
        name: names.history,
        data: [...history],
        itemStyle: { color: COLOURS.text },
        lineStyle: { width: 1.2 },
      },
      {
        ...plain,
        name: names.forecast,
        data: shifted(coming),
        itemStyle: { color: COLOURS.accent },
        lineStyle: { width: 2 },
      },
      // The band is stacked: nothing up to the lower bound, and the rest shaded.
      { ...plain, name: 'lower', stack: 'band', data: shifted(lower), lineStyle: { opacity: 0 } },
      {
        ...plain,
        name: names.band,
        stack: 'band',
        data: shifted(upper.map((value, index) => value - lower[index]!)),
        lineStyle: { opacity: 0 },
        itemStyle: { color: COLOURS.accentSoft },
        areaStyle: { color: COLOURS.accentSoft, opacity: 0.6 },
      },
    ],
  };
}

function heatMap({ x, y, values: cells, xTitle }: Of<'heat_map'>, values: Values): EChartsOption {
  const rest = cells.flatMap((row) => row.slice(1).filter((value) => value !== null));
  // Week 0 is full by definition and would bleach all others.
  const [least, most] = [Math.min(...rest, 100) / 2, Math.max(1, ...rest)];
  const data = cells.flatMap((row, line) =>
    row.flatMap((value, week) => (value === null ? [] : [{ value: [week, line, value] }])),
  );
  return {
    grid: grid({ left: 58, top: 4 }),
    xAxis: { ...categories(x, values, xTitle), axisLine: { show: false } },
    yAxis: {
      type: 'category',
      data: [...y],
      inverse: true,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: TEXT,
    },
    visualMap: { show: false, min: least, max: most, inRange: { color: [COLOURS.faint, COLOURS.accent] } },
    series: [
      {
        type: 'heatmap',
        data: data.map(({ value }) => ({
          value,
          label: { color: value[2]! > 0.55 * most ? '#ffffff' : COLOURS.text },
        })),
        itemStyle: { borderColor: '#ffffff', borderWidth: 1 },
        label: {
          show: true,
          fontFamily: 'body',
          fontSize: 7,
          formatter: ({ value }) => values.write(Math.round((value as number[])[2]!), 'integer'),
        },
      },
    ],
  };
}

function intervals({ items, xTitle }: Of<'intervals'>, values: Values): EChartsOption {
  // ECharts puts the first category at the bottom.
  const shown = [...items].reverse();
  return {
    grid: grid({ left: 120, top: 6 }),
    xAxis: {
      type: 'value',
      scale: true,
      axisLabel: { ...TEXT, formatter: (value: number) => values.writeTick(value) },
      splitLine: { lineStyle: { color: COLOURS.faint, width: 0.7 } },
      ...axisName(xTitle),
    },
    yAxis: {
      type: 'category',
      data: shown.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...TEXT, color: COLOURS.text, width: 110, overflow: 'truncate' },
    },
    series: [
      {
        type: 'custom',
        data: shown.map(({ point, lower, upper }, line) => [line, lower, upper, point]),
        encode: { x: [1, 2, 3], y: 0 },
        renderItem: (_params, api) => {
          const at = (column: number) => api.coord([api.value(column), api.value(0)]);
          const [[left, y], [right], [point]] = [at(1), at(2), at(3)] as [number[], number[], number[]];
          const style = { stroke: COLOURS.accent, lineWidth: 1.6 };
          const line = (x1: number, y1: number, x2: number, y2: number) => ({
            type: 'line' as const,
            shape: { x1, y1, x2, y2 },
            style,
          });
          return {
            type: 'group',
            children: [
              line(left!, y!, right!, y!),
              line(left!, y! - 4, left!, y! + 4),
              line(right!, y! - 4, right!, y! + 4),
              { type: 'circle', shape: { cx: point, cy: y, r: 3.4 }, style: { fill: COLOURS.accent } },
            ],
          };
        },
        markLine: {
          symbol: 'none',
          data: [{ xAxis: 0 }],
          lineStyle: { color: COLOURS.muted, type: 'dashed', width: 0.8 },
          label: { show: false },
        },
      },
    ],
  };
}

function bars({ items }: Of<'bars'>, values: Values): EChartsOption {
  const shown = [...items].reverse();
  return {
    grid: grid({ left: 110, right: 60, top: 4, bottom: 8 }),
    xAxis: { type: 'value', show: false, min: 0 },
    yAxis: {
      type: 'category',
      data: shown.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...TEXT, color: COLOURS.text },
    },
    series: [
      {
        type: 'bar',
        data: shown.map(({ value }) => value),
        barWidth: 12,
        itemStyle: { color: COLOURS.accent },
        label: {
          show: true,
          position: 'right',
          ...TEXT,
          formatter: ({ value }) => values.write(value as number, 'integer'),
        },
      },
    ],
  };
}
