import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client';

interface ReleaseSelectProps {
  label: string;
  placeholder?: string;
  value: string | null;
  onChange: (releaseId: string | null) => void;
}

/** Finds a release by a part of its title. */
export function ReleaseSelect({ label, placeholder, value, onChange }: ReleaseSelectProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const chosen = useReleaseTitle(value);
  const [sought] = useDebouncedValue(search === chosen ? '' : search.trim(), 200);
  const found = useQuery({
    queryKey: ['releases', sought],
    queryFn: () =>
      answerOf(
        api.GET('/api/v1/catalogue/releases', {
          params: { query: { limit: 20, query: sought || undefined } },
        }),
      ),
  });
  const options = (found.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const data =
    value && chosen && !options.some((option) => option.value === value)
      ? [{ value, label: chosen }, ...options]
      : options;
  return (
    <Select
      label={label}
      placeholder={placeholder}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('common.clear') }}
      data={data}
      // Searched by the service, not among what has been loaded.
      filter={({ options: all }) => all}
      value={value}
      onChange={onChange}
      onSearchChange={setSearch}
      nothingFoundMessage={found.isFetching ? t('common.loading') : t('common.nothing_found')}
    />
  );
}

function useReleaseTitle(releaseId: string | null): string | null {
  const { data } = useQuery({
    queryKey: ['release-title', releaseId],
    enabled: releaseId !== null,
    staleTime: Infinity,
    queryFn: async () => {
      const params = { path: { release_id: releaseId! }, query: { days: 1 } };
      const { title } = await answerOf(api.GET('/api/v1/catalogue/releases/{release_id}/views', { params }));
      return title;
    },
  });
  return data ?? null;
}
