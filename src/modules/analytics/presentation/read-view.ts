import { compileItemValidator } from '../../../common/http/validation/item-validator';
import type { ReadItem } from '../../../common/http/validation/read-item';
import { parseInstant } from '../../../common/kernel/instant';
import type { ViewEvent } from '../domain/view-event';
import { ViewEventDto } from './views.dto';

const findError = compileItemValidator(ViewEventDto);

/** Reads a view event by the API's own rules. */
export function readView(item: object): ReadItem<ViewEvent> {
  const error = findError(item);
  return error ? { error } : { value: toViewEvent(item as ViewEventDto) };
}

/** Of a valid item. */
export function toViewEvent(item: ViewEventDto): ViewEvent {
  return {
    eventId: item.event_id.toLowerCase(),
    userId: item.user_id.toLowerCase(),
    releaseId: item.release_id.toLowerCase(),
    viewedAt: parseInstant(item.viewed_at)!,
    watchSeconds: item.watch_seconds,
    completion: item.completion ?? null,
  };
}
