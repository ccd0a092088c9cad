import { Skeleton, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemNote } from './ProblemNote';

interface AnswerProps<Data> {
  query: UseQueryResult<Data>;
  /** Height of what is to come, in pixels, so that nothing jumps. */
  height?: number;
  isEmpty?: (data: Data) => boolean;
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** What an endpoint answers, or that it is awaited, has nothing, or has failed. */
export function Answer<Data>({ query, height = 240, isEmpty, empty, children }: AnswerProps<Data>) {
  const { t } = useTranslation();
  if (query.data !== undefined && query.data !== null) {
    return isEmpty?.(query.data) ? <EmptyNote>{empty}</EmptyNote> : <>{children(query.data)}</>;
  }
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  return (
    <div role="status" aria-busy="true">
      <span className="visually-hidden">{t('common.loading')}</span>
      <Skeleton height={height} radius="md" />
    </div>
  );
}

export function EmptyNote({ children }: { children: ReactNode }) {
  return (
    <Text c="dimmed" ta="center" py="xl" px="md">
      {children}
    </Text>
  );
}
