/** Where an arrow key, Home or End leads from a cell; null for other keys. */
export function gridMove(
  key: string,
  row: number,
  column: number,
  lastRow: number,
  lastColumn: number,
): readonly [number, number] | null {
  switch (key) {
    case 'ArrowUp':
      return [Math.max(0, row - 1), column];
    case 'ArrowDown':
      return [Math.min(lastRow, row + 1), column];
    case 'ArrowLeft':
      return [row, Math.max(0, column - 1)];
    case 'ArrowRight':
      return [row, Math.min(lastColumn, column + 1)];
    case 'Home':
      return [row, 0];
    case 'End':
      return [row, lastColumn];
    default:
      return null;
  }
}
