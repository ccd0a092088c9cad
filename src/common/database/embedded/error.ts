import { userName } from './accounts';

type EmbeddedPostgresErrorCode =
  | 'postgres.unsupported_platform'
  | 'postgres.binaries_incomplete'
  | 'postgres.binaries_not_executable'
  | 'postgres.binaries_unusable'
  | 'postgres.not_owner'
  | 'postgres.permission_denied'
  | 'postgres.privileges_refused'
  | 'postgres.user_unknown'
  | 'postgres.disk_full'
  | 'postgres.directory_not_empty'
  | 'postgres.password_missing'
  | 'postgres.password_rejected'
  | 'postgres.init_failed'
  | 'postgres.start_failed'
  | 'postgres.start_timeout'
  | 'postgres.stop_failed';

/** `code` and `params` are for the caller's own wording; `message` is the English one. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';

  constructor(
    readonly code: EmbeddedPostgresErrorCode,
    message: string,
    readonly params: Record<string, string> = {},
  ) {
    super(message);
  }
}

/**
 * The name of a failed system call's error number, e.g. 'ENOENT', or the SQL state of a failed statement.
 * By shape, as jest's errors from Node are of another realm and so no `instanceof Error`.
 */
export const errno = (error: unknown): string | undefined => (error as { code?: string } | undefined)?.code;

/** Gives the two failures that an operator can mend, no room and no permission, their own codes. */
export function explain(
  otherwise: EmbeddedPostgresErrorCode,
  what: string,
  directory: string,
  detail: string,
  user = userName(),
): EmbeddedPostgresError {
  const params = { directory, detail, user };
  if (/No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/.test(detail)) {
    return new EmbeddedPostgresError(
      'postgres.disk_full',
      `${what}: no room left in ${directory}. ${detail}`,
      params,
    );
  }
  if (/Permission denied|Operation not permitted|Read-only file system|EACCES|EPERM|EROFS/.test(detail)) {
    const message = `${what}: user ${params.user} may not do this in ${directory}. ${detail}`;
    return new EmbeddedPostgresError('postgres.permission_denied', message, params);
  }
  return new EmbeddedPostgresError(otherwise, `${what} (${directory}). ${detail}`, params);
}

/** For failed file operations of our own; passes on what already is explained. */
export function explainFailure(error: unknown, what: string, directory: string): EmbeddedPostgresError {
  if (error instanceof EmbeddedPostgresError) return error;
  return explain('postgres.start_failed', what, directory, String(error));
}
