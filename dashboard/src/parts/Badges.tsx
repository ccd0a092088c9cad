import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Badges.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'accent' | 'neutral';

/** A word on a state; its colour only repeats what the word says. */
export function Mark({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <Badge variant="outline" radius="sm" className={classes.mark} data-tone={tone}>
      {children}
    </Badge>
  );
}
