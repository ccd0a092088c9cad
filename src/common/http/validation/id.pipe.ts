import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isUuid } from '../../kernel/uuid';
import { ValidationError } from './field-error';

/** A UUID in the path, in lower case as PostgreSQL writes it. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string, { data }: ArgumentMetadata): string {
    if (!isUuid(value)) throw new ValidationError([{ field: data ?? 'id', rule: 'isId', params: {} }]);
    return value.toLowerCase();
  }
}
