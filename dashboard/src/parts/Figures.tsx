import type { ReactNode } from 'react';
import classes from './Figures.module.css';

export interface Figure {
  readonly label: string;
  readonly value: ReactNode;
  /** What it is measured by, or what follows from it. */
  readonly note?: ReactNode;
}

/** The few figures that matter most, large. */
export function Figures({ items }: { items: readonly Figure[] }) {
  return (
    <dl className={classes.figures}>
      {items.map(({ label, value, note }) => (
        <div key={label} className={classes.figure}>
          <dt>{label}</dt>
          <dd className={classes.value}>{value}</dd>
          {note && <dd className={classes.note}>{note}</dd>}
        </div>
      ))}
    </dl>
  );
}
