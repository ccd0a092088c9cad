import { type EChartsOption, init } from 'echarts';
import type { Sample } from './sampler';

const WIDTH = 900;
const PANEL = 150;
const GAP = 46;
const TOP = 20;
const COLOURS = ['#2456a6', '#d1662f', '#3b8f5a'];

interface Panel {
  readonly title: string;
  /** Of the values' axis. */
  readonly scale: 'value' | 'log';
  readonly series: Readonly<Record<string, (sample: Sample) => number | null>>;
}

/** From top to bottom. */
const PANELS: readonly Panel[] = [
  {
    title: 'Memory, MB',
    scale: 'value',
    series: {
      resident: ({ resident }) => resident,
      heap: ({ heap }) => heap,
      worker: ({ worker }) => worker,
    },
  },
  { title: 'CPU, % of one core', scale: 'value', series: { CPU: ({ cpu }) => 100 * cpu } },
  {
    title: 'Hit rate of the cache, %',
    scale: 'value',
    series: { 'hit rate': ({ hitRate }) => 100 * hitRate },
  },
  {
    title: 'p99, ms',
    scale: 'log',
    series: {
      cached: ({ cachedP99 }) => cachedP99,
      uncached: ({ uncachedP99 }) => uncachedP99,
      'event-loop lag': ({ lagP99 }) => lagP99,
    },
  },
];

/** The samples over the minutes as an SVG document; everything before `warmUpMinutes` is shaded. */
export function drawSamples(samples: readonly Sample[], warmUpMinutes: number): string {
  const height = TOP + PANELS.length * (PANEL + GAP);
  const echart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  try {
    echart.setOption(optionsOf(samples, warmUpMinutes));
    return echart.renderToSVGString();
  } finally {
    echart.dispose();
  }
}

function optionsOf(samples: readonly Sample[], warmUpMinutes: number): EChartsOption {
  const topOf = (panel: number) => TOP + panel * (PANEL + GAP);
  const shown = PANELS.map(({ title, scale, series }) => ({
    title,
    scale,
    series: Object.entries(series).filter(([, valueOf]) =>
      samples.some((sample) => valueOf(sample) !== null),
    ),
  }));
  const end = Math.ceil((samples.at(-1)?.at ?? 0) / 60);
  return {
    animation: false,
    backgroundColor: '#ffffff',
    color: COLOURS,
    title: shown.map(({ title }, panel) => ({
      text: title,
      top: topOf(panel),
      left: 50,
      textStyle: { fontSize: 12 },
    })),
    legend: shown.map(({ series }, panel) => ({
      data: series.map(([name]) => name),
      show: series.length > 1,
      top: topOf(panel) - 4,
      right: 20,
      icon: 'rect',
      itemHeight: 4,
    })),
    grid: shown.map((_, panel) => ({ top: topOf(panel) + 22, left: 60, right: 45, height: PANEL - 22 })),
    xAxis: shown.map((_, gridIndex) => ({
      type: 'value' as const,
      gridIndex,
      min: 0,
      max: end,
      name: 'min',
    })),
    yAxis: shown.map(({ scale }, gridIndex) => ({
      type: scale,
      gridIndex,
      min: scale === 'log' ? 1 : 0,
      splitNumber: 4,
    })),
    series: shown.flatMap(({ series }, panel) =>
      series.map(([name, valueOf], index) => ({
        name,
        type: 'line' as const,
        xAxisIndex: panel,
        yAxisIndex: panel,
        showSymbol: false,
        lineStyle: { width: 1.2 },
        itemStyle: { color: COLOURS[index] },
        data: samples.map((sample) => [sample.at / 60, valueOf(sample)]),
        ...(index === 0 && {
          markArea: {
            silent: true,
            itemStyle: { color: '#88888822' },
            data: [[{ xAxis: 0 }, { xAxis: warmUpMinutes }]] as [{ xAxis: number }, { xAxis: number }][],
          },
        }),
      })),
    ),
  };
}
