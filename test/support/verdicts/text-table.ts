export interface Column {
  readonly title: string;
  /** In characters; longer text goes on in the next line. */
  readonly width: number;
}

/** A table for a terminal. A cell may have several lines of its own. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const rule = columns.map(({ width }) => '─'.repeat(width)).join('─┼─');
  const lines = [
    row(
      columns,
      columns.map(({ title }) => title),
    ),
  ];
  for (const cells of rows) lines.push(rule, row(columns, cells));
  return lines.join('\n');
}

function row(columns: readonly Column[], cells: readonly string[]): string {
  const wrapped = columns.map(({ width }, index) =>
    cells[index]!.split('\n').flatMap((line) => wrap(line, width)),
  );
  const height = Math.max(...wrapped.map(({ length }) => length));
  const lines = Array.from({ length: height }, (_, line) =>
    columns
      .map(({ width }, index) => (wrapped[index]![line] ?? '').padEnd(width))
      .join(' │ ')
      .trimEnd(),
  );
  return lines.join('\n');
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  return [...lines, line];
}
