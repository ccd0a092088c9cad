import type { FieldError } from './field-error';

/** An item of a batch or a line of a file: what it says, or the first rule that it breaks. */
export type ReadItem<Value> =
  | { readonly value: Value; readonly error?: undefined }
  | { readonly error: FieldError; readonly value?: undefined };
