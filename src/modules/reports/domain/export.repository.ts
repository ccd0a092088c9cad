import type { Export, ExportFile } from './export';

export interface ExportCursor {
  readonly createdAt: Date;
  readonly id: string;
}

/** What has been ordered, and what came of it. Each change is conditional: what another process has done stands. */
export abstract class ExportRepository {
  /** False: the schedule's slot has its export already. */
  abstract insert(order: Export): Promise<boolean>;

  abstract find(id: string): Promise<Export | null>;

  /** The newest first; `after` ends the page before. */
  abstract list(after: ExportCursor | null, limit: number): Promise<Export[]>;

  /**
   * Begins an attempt and returns the export with its number; null: there is nothing to do. `takeOver`: also where
   * another process had begun, which is held to be dead; if it lives it cannot finish any more. Whoever was erased
   * before it resolves is not in what is read from then on.
   */
  abstract claim(id: string, takeOver: boolean): Promise<Export | null>;

  /** False: the attempt is not the current one any more, and must end. */
  abstract advance(id: string, attempt: number, progress: number, snapshotAt: Date): Promise<boolean>;

  /** False, and nothing is changed: likewise. */
  abstract complete(
    id: string,
    attempt: number,
    file: ExportFile,
    at: { readonly finishedAt: Date; readonly expiresAt: Date },
  ): Promise<boolean>;

  /** Ends a waiting or running export; of `attempt` alone unless that is null. False: it had ended by itself. */
  abstract end(
    id: string,
    attempt: number | null,
    outcome: { readonly state: 'failed' | 'cancelled'; readonly failure: string | null },
    at: { readonly finishedAt: Date; readonly expiresAt: Date },
  ): Promise<boolean>;

  /** Forgets an export that has ended. */
  abstract delete(id: string): Promise<void>;

  /** Forgets those that have expired, and tells how many. */
  abstract deleteExpired(now: Date): Promise<number>;

  /** Those that wait or run and were ordered before `before`. */
  abstract listUnfinished(before: Date): Promise<string[]>;

  /** Of these exports the files that are, or may yet become, somebody's. */
  abstract findFilesInUse(exportIds: readonly string[]): Promise<Set<string>>;

  abstract markTold(id: string, recipient: string): Promise<void>;

  /** Those with recipients who have not been told, that ended between the two instants. */
  abstract listUntold(from: Date, until: Date): Promise<string[]>;

  /**
   * Inside the transaction of an erasure: forgets finished exports that may hold the person, begins running ones
   * anew, and takes the person's address off all lists. `email` null: none is known.
   */
  abstract forgetPerson(email: string | null): Promise<void>;
}
