const ROUNDS = 3;

/**
 * Measures until a promised figure is kept, three times at most, as the machine may be busy with something else; each
 * round is printed. What must hold in every round, `round` expects itself.
 */
export async function expectPromise<Figures extends object>(
  name: string,
  round: () => Promise<Figures>,
  isKept: (figures: Figures) => boolean,
): Promise<void> {
  const lines: string[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    const figures = await round();
    lines.push(`${name}, round ${number}: ${JSON.stringify(figures)}`);
    if (isKept(figures)) {
      console.info(lines.join('\n'));
      return;
    }
  }
  throw new Error(`Not kept in any of ${ROUNDS} rounds:\n${lines.join('\n')}`);
}
