import { v5 as uuidv5 } from 'uuid';
import { isUuid } from '../../../common/kernel/uuid';

/** All ids that imports make lie in this namespace; it must never change, or a second run would meet nothing. */
const IMPORT_NAMESPACE = '5f6d2c1e-93a4-5c0b-8e57-0d6c1b7a4e29';

export type IdKind = 'user' | 'release' | 'event' | 'payment';

/**
 * The UUID that stands for an id of a file: the id itself if it is one, else a UUIDv5 (RFC 9562) of `kind:id` in
 * {@link IMPORT_NAMESPACE}, the same in every run. Absent ids stay absent, for the rules to name.
 */
export function stableId(kind: IdKind, id: string | undefined): string | undefined {
  if (!id) return undefined;
  return isUuid(id) ? id.toLowerCase() : uuidv5(`${kind}:${id}`, IMPORT_NAMESPACE);
}
