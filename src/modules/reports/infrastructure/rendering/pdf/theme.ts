/** One accent; all else is shades of one grey. */
export const COLOURS = {
  text: '#1f2933',
  muted: '#66727f',
  rule: '#d5dce3',
  faint: '#eef2f6',
  accent: '#2f5d8a',
  accentSoft: '#b9cde0',
} as const;

/** Curves beside the accent: told apart by lightness too, so that they survive a copier. */
export const CURVES = ['#8fa9c2', '#c2a878', '#7d9d8c', '#b58a86', '#8d86ad', '#a3a9b0'] as const;

export const FONT = 'body';
export const BOLD = 'bold';

/** In points; A4 is 595.28 × 841.89. */
export const PAGE = { width: 595.28, height: 841.89, side: 48, top: 64, bottom: 64 } as const;
export const CONTENT_WIDTH = PAGE.width - 2 * PAGE.side;
export const CONTENT_END = PAGE.height - PAGE.bottom;
