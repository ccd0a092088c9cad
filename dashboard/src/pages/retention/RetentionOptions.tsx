import { Collapse, Select, SimpleGrid, Switch, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../../api/client';
import { NumberField } from '../../parts/NumberField';
import { Panel } from '../../parts/Panel';
import { ReleaseSelect } from '../../parts/ReleaseSelect';
import classes from './RetentionOptions.module.css';
import type { RetentionState } from './retention-state';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
const COLUMNS = { base: 1, xs: 2, md: 4 };

interface RetentionOptionsProps {
  state: RetentionState;
  change: (patch: Record<string, string | null>) => void;
}

export function RetentionOptions({ state, change }: RetentionOptionsProps) {
  const { t } = useTranslation();
  const [opened, { toggle }] = useDisclosure(hasMore(state));
  const genres = useQuery({
    queryKey: ['genres'],
    queryFn: () => answerOf(api.GET('/api/v1/catalogue/genres')),
    staleTime: Infinity,
  });
  const choices = <Value extends string>(values: readonly Value[], text: (value: Value) => string) =>
    values.map((value) => ({ value, label: text(value) }));
  const day = (name: 'from' | 'to') => ({
    type: 'date',
    label: t(`retention.${name}`),
    value: state[name],
    required: true,
    withAsterisk: false,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) => {
      if (value) change({ [name]: value });
    },
  });

  return (
    <Panel>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Select
          label={t('retention.type')}
          allowDeselect={false}
          data={choices(['registration', 'first_view'] as const, (value) => t(`retention.types.${value}`))}
          value={state.type}
          onChange={(type) => change({ type })}
        />
        <TextInput {...day('from')} max={state.to} />
        <TextInput {...day('to')} min={state.from} />
        <NumberField
          label={t('retention.weeks')}
          min={0}
          max={52}
          value={state.weeks}
          onCommit={(weeks) => change({ weeks: String(weeks) })}
        />
      </SimpleGrid>
      <UnstyledButton
        className={classes.more}
        onClick={toggle}
        aria-expanded={opened}
        aria-controls="more-options"
      >
        {t(opened ? 'retention.fewer_options' : 'retention.more_options')}
      </UnstyledButton>
      <Collapse expanded={opened} id="more-options">
        <SimpleGrid cols={COLUMNS} pt="md">
          <Select
            label={t('retention.counting')}
            allowDeselect={false}
            data={choices(['on', 'on_or_after'] as const, (value) => t(`retention.countings.${value}`))}
            value={state.retention}
            onChange={(retention) => change({ retention })}
          />
          <Select
            label={t('retention.window')}
            allowDeselect={false}
            data={choices(['calendar', 'rolling'] as const, (value) => t(`retention.windows.${value}`))}
            value={state.window}
            onChange={(window) => change({ window })}
          />
          <Select
            label={t('retention.week_start')}
            allowDeselect={false}
            data={choices(['monday', 'sunday'] as const, (value) => t(`retention.week_starts.${value}`))}
            value={state.weekStart}
            onChange={(week_start) => change({ week_start })}
          />
          <Select
            label={t('retention.timezone')}
            allowDeselect={false}
            searchable
            limit={60}
            data={ZONES.includes(state.timezone) ? ZONES : [state.timezone, ...ZONES]}
            value={state.timezone}
            onChange={(timezone) => change({ timezone })}
            nothingFoundMessage={t('common.nothing_found')}
          />
          <ReleaseSelect
            label={t('retention.release')}
            placeholder={t('retention.any_release')}
            value={state.releaseId}
            onChange={(release_id) => change({ release_id })}
          />
          <Select
            label={t('retention.genre')}
            placeholder={t('retention.any_genre')}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('common.clear') }}
            data={(genres.data?.items ?? []).map(({ name }) => name)}
            value={state.genre}
            onChange={(genre) => change({ genre })}
            nothingFoundMessage={t('common.nothing_found')}
          />
          <NumberField
            label={t('retention.min_cohort_size')}
            min={0}
            max={1_000_000_000}
            value={state.minCohortSize}
            onCommit={(size) => change({ min_cohort_size: size ? String(size) : null })}
          />
          <Switch
            className={classes.switch}
            label={t('retention.ltv_switch')}
            checked={state.ltv}
            onChange={({ currentTarget: { checked } }) => change({ ltv: checked ? 'true' : null })}
          />
        </SimpleGrid>
      </Collapse>
    </Panel>
  );
}

/** Whether the address says something that the first row does not show. */
function hasMore({
  retention,
  window,
  weekStart,
  timezone,
  releaseId,
  genre,
  minCohortSize,
  ltv,
}: RetentionState) {
  const isPlain = retention === 'on' && window === 'calendar' && weekStart === 'monday' && timezone === 'UTC';
  return !isPlain || Boolean(releaseId) || Boolean(genre) || minCohortSize > 0 || ltv;
}
