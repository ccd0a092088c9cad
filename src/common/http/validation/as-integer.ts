import { Transform } from 'class-transformer';

/** Reads a whole number out of a query; what is written as none (`1e2`, `0x10`, ` 5`) stays text, for IsInt to refuse. */
export const AsInteger = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value,
  );
