import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './Panel.module.css';

interface PanelProps {
  title?: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of a page on a surface of its own. */
export function Panel({ title, lead, actions, children }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={title ? id : undefined}>
      {(title || actions) && (
        <Group justify="space-between" align="flex-start" mb="md" gap="sm">
          <Stack gap={2}>
            {title && (
              <Title order={2} id={id} fz={16}>
                {title}
              </Title>
            )}
            {lead && (
              <Text c="dimmed" size="sm" maw={680}>
                {lead}
              </Text>
            )}
          </Stack>
          {actions}
        </Group>
      )}
      {children}
    </section>
  );
}
