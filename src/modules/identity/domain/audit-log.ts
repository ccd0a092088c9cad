/** Somebody has read somebody else's personal data. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly actorId: string;
  /** Stable, for programs: `user.profile`. */
  readonly action: string;
  /** Null: the data of more than one person. */
  readonly subjectId: string | null;
  /** The log's lines of the request carry it too. */
  readonly requestId: string;
}

/**
 * Names people by pseudonyms whose keys go with them: who has been erased cannot be found in it, and who comes back
 * under the same id is somebody else.
 */
export abstract class AuditLog {
  /** False, and nothing is written: one of the two is not there any more. */
  abstract record(entry: AuditEntry): Promise<boolean>;
}
