/** What a failure means to the caller; the HTTP filter turns it into a status. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_large'
  | 'limited'
  | 'unavailable';

export type ErrorParams = Readonly<Record<string, string | number>>;

/**
 * A failure with a stable code such as `release.not_found`. The code names the text in the locale files;
 * `params` fill its placeholders; `field` names the request field at fault, when there is one.
 */
export class DomainError extends Error {
  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    readonly params: ErrorParams = {},
    readonly field?: string,
  ) {
    super(code);
    this.name = 'DomainError';
  }
}
