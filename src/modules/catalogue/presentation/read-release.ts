import { compileItemValidator } from '../../../common/http/validation/item-validator';
import type { ReadItem } from '../../../common/http/validation/read-item';
import { parseInstant } from '../../../common/kernel/instant';
import type { ReleaseChange } from '../application/put-releases';
import { PutReleaseDto } from './releases.dto';

const findError = compileItemValidator(PutReleaseDto);

/** Reads a release by the API's own rules. */
export function readRelease(item: object): ReadItem<ReleaseChange> {
  const error = findError(item);
  return error ? { error } : { value: toReleaseChange(item as PutReleaseDto) };
}

/** Of a valid item. */
export function toReleaseChange(item: PutReleaseDto): ReleaseChange {
  return {
    id: item.id.toLowerCase(),
    title: item.title,
    genres: item.genres,
    releasedAt: item.released_at ? parseInstant(item.released_at) : (item.released_at as null | undefined),
    durationMinutes: item.duration_minutes,
  };
}
