import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Database } from '../../../common/database/database';
import { type AuditEntry, AuditLog } from '../domain/audit-log';

const KEY_BYTES = 32;

/**
 * Writes one row, with keys for people who have none yet. Their rows are locked against an erasure meanwhile, so
 * that no key outlives its person. $1 id, $2 at, $3 action, $4 request id, $5 actor, $6 subject or null, $7 and $8
 * keys to begin with.
 */
const RECORD = {
  name: 'record-audit',
  text: `
WITH people AS (
  SELECT id, CASE id WHEN $5 THEN $7::bytea ELSE $8::bytea END AS new_key
  FROM users
  WHERE id IN ($5::uuid, $6::uuid)
  ORDER BY id
  FOR KEY SHARE
),
named AS (
  INSERT INTO pseudonym_keys AS stored (user_id, key)
  SELECT id, new_key FROM people
  -- Changes nothing, but returns the row.
  ON CONFLICT (user_id) DO UPDATE SET key = stored.key
  RETURNING user_id, encode(sha256(key || uuid_send(user_id)), 'hex') AS pseudonym
)
INSERT INTO audit_log (id, at, actor, action, subject, request_id)
SELECT $1, $2, actor.pseudonym, $3, subject.pseudonym, $4
FROM named AS actor LEFT JOIN named AS subject ON subject.user_id = $6
WHERE actor.user_id = $5 AND ($6 IS NULL OR subject.user_id IS NOT NULL)
RETURNING id`,
};

@Injectable()
export class PostgresAuditLog extends AuditLog {
  constructor(private readonly database: Database) {
    super();
  }

  async record({ id, at, actorId, action, subjectId, requestId }: AuditEntry): Promise<boolean> {
    const [actorKey, subjectKey] = [randomBytes(KEY_BYTES), randomBytes(KEY_BYTES)];
    const values = [id, at, action, requestId, actorId, subjectId, actorKey, subjectKey];
    return (await this.database.query(RECORD, values)).length === 1;
  }
}
