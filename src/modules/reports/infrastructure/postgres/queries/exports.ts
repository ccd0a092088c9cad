import type { Export, ExportState } from '../../../domain/export';

export interface ExportRow {
  id: string;
  report_type: Export['reportType'];
  format: Export['format'];
  start_date: Date;
  end_date: Date;
  ab_test_id: string | null;
  locale: Export['locale'];
  bom: boolean;
  recipients: string[];
  told: string[];
  schedule_id: string | null;
  slot: Date | null;
  state: ExportState;
  attempt: number;
  progress: number;
  created_at: Date;
  snapshot_at: Date | null;
  finished_at: Date | null;
  expires_at: Date | null;
  file_bytes: number | null;
  row_count: number | null;
  sha256: string | null;
  data_sha256: string | null;
  failure: string | null;
}

/** Counts are far below 2^53, so they come as doubles. */
const COLUMNS = `id, report_type, format, start_date, end_date, ab_test_id, locale, bom, recipients, told, schedule_id, slot,
       state, attempt, progress, created_at, snapshot_at, finished_at, expires_at,
       file_bytes::double precision AS file_bytes, row_count::double precision AS row_count, sha256, data_sha256, failure`;

/** A new order, unless its schedule has one for the same moment. */
export const INSERT_EXPORT = {
  name: 'insert-export',
  text: `
INSERT INTO exports (id, report_type, format, start_date, end_date, ab_test_id, locale, bom, recipients, told,
                     schedule_id, slot, state, attempt, progress, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '{}', $10, $11, 'waiting', 0, 0, $12)
ON CONFLICT (schedule_id, slot) DO NOTHING
RETURNING id`,
};

export const FIND_EXPORT = { name: 'find-export', text: `SELECT ${COLUMNS} FROM exports WHERE id = $1` };

/** The newest first: $1 and $2 where the page before ended (null: first page), $3 limit. */
export const LIST_EXPORTS = {
  name: 'list-exports',
  text: `
SELECT ${COLUMNS}
FROM exports
WHERE $2::uuid IS NULL OR (created_at, id) < ($1::timestamptz, $2::uuid)
ORDER BY created_at DESC, id DESC
LIMIT $3`,
};

/** Begins an attempt at export $1; $2: also where another has begun. */
export const CLAIM_EXPORT = {
  name: 'claim-export',
  text: `
UPDATE exports
SET state = 'running', attempt = attempt + 1, progress = 0, snapshot_at = NULL
WHERE id = $1 AND (state = 'waiting' OR ($2 AND state = 'running'))
RETURNING ${COLUMNS}`,
};

/** Any number that nothing else locks: erasures share it until they commit. */
const ERASURES = 7_263_411;

/** Waits for the erasures under way; those that begin later see what has been claimed. */
export const AWAIT_ERASURES = {
  name: 'await-erasures',
  text: `SELECT pg_advisory_xact_lock(${ERASURES})`,
};

export const JOIN_ERASURES = {
  name: 'join-erasures',
  text: `SELECT pg_advisory_xact_lock_shared(${ERASURES})`,
};

/** $1 export, $2 attempt, $3 percent, $4 snapshot. */
export const ADVANCE_EXPORT = {
  name: 'advance-export',
  text: `
UPDATE exports SET progress = $3, snapshot_at = $4
WHERE id = $1 AND attempt = $2 AND state = 'running'
RETURNING id`,
};

/** $1 export, $2 attempt, $3 bytes, $4 rows, $5 and $6 hashes of file and data, $7 and $8 end and expiry. */
export const COMPLETE_EXPORT = {
  name: 'complete-export',
  text: `
UPDATE exports
SET state = 'ready', progress = 100, file_bytes = $3, row_count = $4, sha256 = $5, data_sha256 = $6,
    finished_at = $7, expires_at = $8
WHERE id = $1 AND attempt = $2 AND state = 'running'
RETURNING id`,
};

/** Ends export $1 as $3 for reason $4; attempt $2 null: whichever runs. $5 and $6 end and expiry. */
export const END_EXPORT = {
  name: 'end-export',
  text: `
UPDATE exports
SET state = $3, failure = $4, finished_at = $5, expires_at = $6
WHERE id = $1 AND ($2::integer IS NULL OR attempt = $2) AND state IN ('waiting', 'running')
RETURNING id`,
};

export const DELETE_EXPORT = {
  name: 'delete-export',
  text: `DELETE FROM exports WHERE id = $1 AND state NOT IN ('waiting', 'running')`,
};

export const DELETE_EXPIRED_EXPORTS = {
  name: 'delete-expired-exports',
  text: `DELETE FROM exports WHERE expires_at <= $1 RETURNING id`,
};

export const LIST_UNFINISHED_EXPORTS = {
  name: 'list-unfinished-exports',
  text: `SELECT id FROM exports WHERE state IN ('waiting', 'running') AND created_at < $1 ORDER BY created_at`,
};

/** Of the exports $1 the names of the files that are theirs, or that they are writing. */
export const FILES_IN_USE = {
  name: 'export-files-in-use',
  text: `
SELECT format('%s-%s.%s', id, attempt, format) AS name
FROM exports
WHERE id = ANY ($1::uuid[]) AND state IN ('running', 'ready')`,
};

export const MARK_TOLD = {
  name: 'mark-export-told',
  text: `UPDATE exports SET told = array_append(told, $2) WHERE id = $1 AND $2 = ANY (recipients)`,
};

export const LIST_UNTOLD_EXPORTS = {
  name: 'list-untold-exports',
  text: `
SELECT id FROM exports
WHERE state IN ('ready', 'failed') AND NOT recipients <@ told AND finished_at BETWEEN $1 AND $2
ORDER BY finished_at`,
};

/** Reports of the types $1 may hold the person who is being erased: those that are finished go. */
export const WITHDRAW_EXPORTS = {
  name: 'withdraw-exports',
  text: `DELETE FROM exports WHERE report_type = ANY ($1::text[]) AND state = 'ready'`,
};

/** Those that are being written begin anew, after the erasure. */
export const RESTART_EXPORTS = {
  name: 'restart-exports',
  text: `UPDATE exports SET state = 'waiting' WHERE report_type = ANY ($1::text[]) AND state = 'running'`,
};

/** $1 address, in any case. */
export const FORGET_RECIPIENT = {
  name: 'forget-export-recipient',
  text: `
WITH scheduled AS (
  UPDATE export_schedules
  SET recipients = ARRAY(SELECT recipient FROM unnest(recipients) AS recipient WHERE lower(recipient) <> lower($1))
  WHERE lower($1) IN (SELECT lower(recipient) FROM unnest(recipients) AS recipient)
)
UPDATE exports
SET recipients = ARRAY(SELECT recipient FROM unnest(recipients) AS recipient WHERE lower(recipient) <> lower($1)),
    told = ARRAY(SELECT recipient FROM unnest(told) AS recipient WHERE lower(recipient) <> lower($1))
WHERE lower($1) IN (SELECT lower(recipient) FROM unnest(recipients) AS recipient)`,
};
