import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useEffect, useState } from 'react';

interface NumberFieldProps extends Omit<NumberInputProps, 'value' | 'onChange'> {
  value: number;
  min: number;
  max: number;
  onCommit: (value: number) => void;
}

/** A number that counts once it is written to its end: on Enter, on a step, or when the field is left. */
export function NumberField({ value, min, max, onCommit, ...props }: NumberFieldProps) {
  const [draft, setDraft] = useState<number | string>(value);
  useEffect(() => setDraft(value), [value]);
  const commit = () => {
    const wanted = Number(draft);
    const fitting = draft === '' || Number.isNaN(wanted) ? value : Math.min(max, Math.max(min, wanted));
    setDraft(fitting);
    if (fitting !== value) onCommit(fitting);
  };
  return (
    <NumberInput
      {...props}
      value={draft}
      min={min}
      max={max}
      onChange={setDraft}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
      hideControls
    />
  );
}
