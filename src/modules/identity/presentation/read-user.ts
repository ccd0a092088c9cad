import { compileItemValidator } from '../../../common/http/validation/item-validator';
import type { ReadItem } from '../../../common/http/validation/read-item';
import { parseInstant } from '../../../common/kernel/instant';
import type { UserChange } from '../application/put-users';
import { PutUserDto } from './users.dto';

const findError = compileItemValidator(PutUserDto);

/** Reads a user by the API's own rules. */
export function readUser(item: object): ReadItem<UserChange> {
  const error = findError(item);
  return error ? { error } : { value: toUserChange(item as PutUserDto) };
}

/** Of a valid item. */
export function toUserChange({ id, registered_at, ...optional }: PutUserDto): UserChange {
  return { ...optional, id: id.toLowerCase(), registeredAt: parseInstant(registered_at)! };
}
