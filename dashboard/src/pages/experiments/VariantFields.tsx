import { Button, Group, NumberInput, Radio, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../api/models';

type Variant = Experiment['variants'][number];

interface VariantFieldsProps {
  variants: readonly Variant[];
  /** Only names and weights may change. */
  fixed: boolean;
  onChange: (variants: Variant[]) => void;
}

const FEWEST = 2;
const MOST = 26;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export function VariantFields({ variants, fixed, onChange }: VariantFieldsProps) {
  const { t } = useTranslation();
  const set = (place: number, patch: Partial<Variant>) =>
    onChange(variants.map((variant, index) => (index === place ? { ...variant, ...patch } : variant)));
  const add = () => {
    const id = [...LETTERS].find((letter) => !variants.some(({ variant_id }) => variant_id === letter)) ?? '';
    onChange([...variants, { variant_id: id, variant_name: id, weight: 1, is_control: false }]);
  };
  const remove = (place: number) => {
    const left = variants.filter((_, index) => index !== place);
    onChange(
      left.some(({ is_control }) => is_control)
        ? left
        : left.map((variant, index) => ({ ...variant, is_control: index === 0 })),
    );
  };

  return (
    <Stack gap="md">
      {variants.map((variant, place) => (
        <Group
          key={place}
          align="flex-end"
          gap="sm"
          role="group"
          aria-label={t('experiments.variant_n', { n: place + 1 })}
        >
          <TextInput
            label={t('experiments.variant_id')}
            w={90}
            required
            withAsterisk={false}
            disabled={fixed}
            value={variant.variant_id}
            onChange={({ currentTarget: { value } }) => set(place, { variant_id: value })}
          />
          <TextInput
            label={t('experiments.variant_name')}
            flex="1 1 160px"
            required
            withAsterisk={false}
            value={variant.variant_name}
            onChange={({ currentTarget: { value } }) => set(place, { variant_name: value })}
          />
          <NumberInput
            label={t('experiments.weight')}
            w={100}
            min={0}
            max={1_000_000}
            required
            withAsterisk={false}
            value={variant.weight}
            onChange={(value) => set(place, { weight: Number(value) })}
          />
          <Radio
            label={t('experiments.control')}
            name="control"
            mb={8}
            disabled={fixed}
            checked={variant.is_control}
            onChange={() =>
              onChange(variants.map((other, index) => ({ ...other, is_control: index === place })))
            }
          />
          {!fixed && variants.length > FEWEST && (
            <Button variant="subtle" color="red" size="compact-sm" mb={6} onClick={() => remove(place)}>
              {t('experiments.remove')}
            </Button>
          )}
        </Group>
      ))}
      {!fixed && variants.length < MOST && (
        <div>
          <Button variant="default" size="xs" onClick={add}>
            {t('experiments.add_variant')}
          </Button>
        </div>
      )}
    </Stack>
  );
}
