/** Colours of a chart, taken from the page's style sheet. */
export interface Palette {
  readonly accent: string;
  readonly text: string;
  readonly dimmed: string;
  readonly line: string;
  readonly panel: string;
  /** Told apart by hue and by brightness. */
  readonly series: readonly string[];
}

export function readPalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const accent = colour('--accent');
  return {
    accent,
    text: colour('--mantine-color-text'),
    dimmed: colour('--mantine-color-dimmed'),
    line: colour('--line'),
    panel: colour('--panel'),
    series: [
      accent,
      colour('--series-2'),
      colour('--series-3'),
      colour('--series-4'),
      colour('--mantine-color-dimmed'),
    ],
  };
}
