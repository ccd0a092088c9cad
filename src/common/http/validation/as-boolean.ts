import { Transform } from 'class-transformer';

/** Reads `true` and `false` out of a query; anything else stays text, for IsBoolean to refuse. */
export const AsBoolean = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) => {
    if (value === 'true') return true;
    return value === 'false' ? false : value;
  });
