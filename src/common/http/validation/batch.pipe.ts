import { type PipeTransform, type Type } from '@nestjs/common';
import { isCleanText } from './constraints';
import { type FieldError, ValidationError } from './field-error';
import { compileItemValidator } from './item-validator';

const MAX_BATCH_ITEMS = 1_000;

export interface RejectedItem {
  readonly index: number;
  readonly id: string | null;
  readonly error: FieldError;
}

export interface Batch<Dto> {
  readonly valid: readonly { readonly index: number; readonly id: string; readonly item: Dto }[];
  readonly rejected: readonly RejectedItem[];
}

/**
 * Reads a body of the form `{[listName]: [item, …]}`. A wrong envelope throws {@link ValidationError};
 * a wrong item is only set aside, so that one bad item never sinks its batch.
 */
export class BatchPipe<Dto extends object> implements PipeTransform<unknown, Batch<Dto>> {
  private readonly validate: (item: unknown) => FieldError | null;

  constructor(
    private readonly listName: string,
    dto: Type<Dto>,
    private readonly idName: keyof Dto & string,
  ) {
    this.validate = compileItemValidator(dto);
  }

  transform(body: unknown): Batch<Dto> {
    const valid: { index: number; id: string; item: Dto }[] = [];
    const rejected: RejectedItem[] = [];
    this.itemsOf(body).forEach((item, index) => {
      const error = this.validate(item);
      const id = this.idOf(item);
      if (error || id === null) {
        rejected.push({ index, id, error: error ?? { field: this.idName, rule: 'isId', params: {} } });
      } else {
        valid.push({ index, id, item: item as Dto });
      }
    });
    return { valid, rejected };
  }

  private itemsOf(body: unknown): readonly unknown[] {
    const fail = (field: string, rule: string, params = {}): never => {
      throw new ValidationError([{ field, rule, params }]);
    };
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return fail('', 'isObject');
    const unknown = Object.keys(body).find((name) => name !== this.listName);
    if (unknown !== undefined) return fail(unknown.slice(0, 100), 'whitelistValidation');
    const items = (body as Record<string, unknown>)[this.listName];
    if (!Array.isArray(items)) return fail(this.listName, 'isArray');
    if (items.length > MAX_BATCH_ITEMS) return fail(this.listName, 'arrayMaxSize', { a: MAX_BATCH_ITEMS });
    return items;
  }

  private idOf(item: unknown): string | null {
    const id = (item as Record<string, unknown> | null)?.[this.idName];
    return typeof id === 'string' && id.length <= 100 && isCleanText(id) ? id.toLowerCase() : null;
  }
}
