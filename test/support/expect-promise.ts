const ROUNDS = 3;

interface Round {
  readonly isKept: boolean;
  /** What was measured, for people. */
  readonly figure: string;
}

/**
 * Measures until a promised figure is kept, three times at most, as the machine may be busy with something else; each
 * round is told to `measured`. What must hold in every round, `round` expects itself.
 */
export async function expectPromise(
  measured: (figure: string) => void,
  round: () => Promise<Round>,
): Promise<void> {
  const figures: string[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    const { isKept, figure } = await round();
    figures.push(figure);
    measured(number === 1 ? figure : `${figure} (round ${number})`);
    if (isKept) return;
  }
  throw new Error(`Not kept in any of ${ROUNDS} rounds:\n${figures.join('\n')}`);
}
