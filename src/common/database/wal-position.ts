import type { QueryConfig } from 'pg';

/** Positions in two histories cannot be compared: `cluster` is initdb's number, `timeline` counts promotions. */
interface History {
  readonly cluster: string;
  readonly timeline: number;
}

export interface PrimaryPosition extends History {
  /** Where the records of all that has been committed end, in bytes of the log. */
  readonly end: number;
}

export interface StandbyPosition extends History {
  /** False after a promotion. */
  readonly isStandby: boolean;
  /** Where the records end that can be seen here, in bytes of the log. */
  readonly replayed: number;
  /** How long ago the last transaction seen here was committed, by both clocks; null: none since the start. */
  readonly secondsSinceCommit: number | null;
}

interface Connection {
  query<Row extends object>(statement: QueryConfig): Promise<{ rows: Row[] }>;
}

/**
 * A commit that can be seen is in the flushed log. With synchronous_commit = off it may be in the inserted log only, which
 * runs ahead of it by records that no commit waits for, and by the header of a page that holds none yet.
 */
const PRIMARY_POSITION = {
  name: 'primary_position',
  text: `
SELECT (position - '0/0')::float8 AS end,
  ('x' || left(pg_walfile_name(position), 8))::bit(32)::int AS timeline,
  system_identifier::text AS cluster
FROM pg_control_system(),
  LATERAL (SELECT CASE current_setting('synchronous_commit')
    WHEN 'off' THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END AS position) AS log`,
};

/** The timeline is that of the last restart point: it may be too old after a promotion of the primary, never too new. */
const STANDBY_POSITION = {
  name: 'standby_position',
  text: `
SELECT pg_is_in_recovery() AS "isStandby",
  coalesce(pg_last_wal_replay_lsn() - '0/0', 0)::float8 AS replayed,
  timeline_id AS timeline,
  system_identifier::text AS cluster,
  extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 AS "secondsSinceCommit"
FROM pg_control_system(), pg_control_checkpoint()`,
};

export async function primaryPosition(connection: Connection): Promise<PrimaryPosition> {
  return (await connection.query<PrimaryPosition>(PRIMARY_POSITION)).rows[0]!;
}

export async function standbyPosition(connection: Connection): Promise<StandbyPosition> {
  return (await connection.query<StandbyPosition>(STANDBY_POSITION)).rows[0]!;
}

/** Whether the positions of the two can be compared. */
export const follows = (standby: StandbyPosition, primary: PrimaryPosition): boolean =>
  standby.isStandby && standby.cluster === primary.cluster && standby.timeline === primary.timeline;
