import { ValidationError } from './validation/field-error';

/** Where a list goes on, as text that clients pass back unread. */
export function writeCursor(position: object): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Throws {@link ValidationError} for text that is no cursor of this list. */
export function readCursor<Position>(
  cursor: string,
  isPosition: (value: unknown) => value is Position,
): Position {
  const position = parse(Buffer.from(cursor, 'base64url').toString());
  if (!isPosition(position)) throw new ValidationError([{ field: 'cursor', rule: 'isCursor', params: {} }]);
  return position;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
