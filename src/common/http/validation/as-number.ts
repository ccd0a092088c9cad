import { Transform } from 'class-transformer';

/** Reads a plain decimal number out of a query; what is written otherwise (`1e2`, ` .5`) stays text, for IsNumber to refuse. */
export const AsNumber = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : value,
  );
