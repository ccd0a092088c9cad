import { MigrationInterface, QueryRunner } from 'typeorm';

const TRIGGERS = [
  ['view_events', 'note_changed_viewers'],
  ['user_activity', 'note_new_users'],
  ['user_activity', 'note_changed_users'],
  ['user_activity', 'forget_erased_users'],
] as const;

/** Triggers, so that no writer can forget it: while replicas are replaced, the version before writes too. */
const NOTE_CHANGES = [
  `
CREATE FUNCTION note_changed_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM cohort_calendars WHERE state IN ('building', 'kept')) THEN
    INSERT INTO cohort_calendar_changes (calendar_id, user_ids, users)
    SELECT calendar.id, changed.user_ids, cardinality(changed.user_ids)
    FROM cohort_calendars AS calendar
    CROSS JOIN (SELECT array_agg(DISTINCT user_id) AS user_ids FROM changed_rows) AS changed
    WHERE calendar.state IN ('building', 'kept') AND changed.user_ids IS NOT NULL;
  END IF;
  RETURN NULL;
END $$`,
  `
CREATE FUNCTION note_changed_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO cohort_calendar_changes (calendar_id, user_ids, users)
  SELECT id, ARRAY[NEW.user_id], 1 FROM cohort_calendars WHERE state IN ('building', 'kept');
  RETURN NULL;
END $$`,
  `
CREATE TRIGGER note_changed_viewers AFTER INSERT ON view_events
REFERENCING NEW TABLE AS changed_rows
FOR EACH STATEMENT EXECUTE FUNCTION note_changed_users()`,
  `
CREATE TRIGGER note_new_users AFTER INSERT ON user_activity
REFERENCING NEW TABLE AS changed_rows
FOR EACH STATEMENT EXECUTE FUNCTION note_changed_users()`,
  `
CREATE TRIGGER note_changed_users AFTER UPDATE OF registered_at, analysed ON user_activity
FOR EACH ROW
WHEN ((OLD.registered_at, OLD.analysed) IS DISTINCT FROM (NEW.registered_at, NEW.analysed))
EXECUTE FUNCTION note_changed_user()`,
];

/**
 * Takes an erased user back at once. The calendars' rows are locked, so that nobody brings a cube up to date from before
 * the erasure; a cube that is being built begins anew.
 */
const FORGET = [
  `
CREATE FUNCTION forget_in_cohort_calendars() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM cohort_calendars ORDER BY id FOR UPDATE;
  UPDATE cohort_calendars SET state = 'wanted' WHERE state = 'building';
  UPDATE cohort_calendar_changes SET user_ids = array_remove(user_ids, OLD.user_id)
  WHERE OLD.user_id = ANY (user_ids);
  WITH state AS (
    DELETE FROM cohort_calendar_users
    USING cohort_calendars AS calendar
    WHERE calendar_id = calendar.id AND user_id = OLD.user_id
    RETURNING calendar_id, anchor_day, cohort_calendar_users.returned, ks
  ),
  day AS (
    UPDATE cohort_calendar_days AS stored
    SET users = stored.users - 1, viewers = stored.viewers - (state.ks <> '{}')::integer,
        returned = stored.returned - state.returned::integer
    FROM state
    WHERE stored.calendar_id = state.calendar_id AND stored.anchor_day = state.anchor_day
  )
  UPDATE cohort_calendar_cells AS stored
  SET active_users = active_users - 1,
      last_users = last_users - (k = state.ks[cardinality(state.ks)])::integer
  FROM state
  WHERE stored.calendar_id = state.calendar_id AND stored.anchor_day = state.anchor_day AND k = ANY (state.ks);
  -- A count of nought would still tell that somebody was there.
  DELETE FROM cohort_calendar_days WHERE users = 0;
  DELETE FROM cohort_calendar_cells WHERE active_users = 0;
  RETURN NULL;
END $$`,
  `
CREATE TRIGGER forget_erased_users AFTER DELETE ON user_activity
FOR EACH ROW EXECUTE FUNCTION forget_in_cohort_calendars()`,
];

/**
 * Cubes for the calendars that cohorts are asked by beside UTC weeks from Monday; docs/adr/0018 tells how they are kept.
 * No foreign keys: the ingest would wait for whoever brings a calendar up to date.
 */
export class CohortCalendars1795478400011 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    // state: wanted, building, kept, dropped. From "building" on, changes of users are noted for it; "build" counts the times.
    await queryRunner.query(`
      CREATE TABLE cohort_calendars (
        id integer GENERATED ALWAYS AS IDENTITY,
        cohort_type text NOT NULL,
        timezone text NOT NULL,
        week_start text NOT NULL,
        week_window text NOT NULL,
        state text NOT NULL,
        build integer NOT NULL DEFAULT 0,
        asked_at timestamptz(3) NOT NULL,
        CONSTRAINT cohort_calendars_pkey PRIMARY KEY (id),
        CONSTRAINT cohort_calendars_key UNIQUE (cohort_type, timezone, week_start, week_window)
      )`);
    // What a user adds to the calendar's cube: "ks" are the weeks after the anchor's in which they were active, rising.
    await queryRunner.query(`
      CREATE TABLE cohort_calendar_users (
        calendar_id integer NOT NULL,
        user_id uuid NOT NULL,
        anchor timestamptz(3) NOT NULL,
        anchor_day date NOT NULL,
        returned boolean NOT NULL,
        ks smallint[] NOT NULL,
        CONSTRAINT cohort_calendar_users_pkey PRIMARY KEY (calendar_id, user_id)
      )`);
    await queryRunner.query(
      `CREATE INDEX cohort_calendar_users_day_idx ON cohort_calendar_users (calendar_id, anchor_day)`,
    );
    await queryRunner.query(`
      CREATE TABLE cohort_calendar_days (
        calendar_id integer NOT NULL,
        anchor_day date NOT NULL,
        users integer NOT NULL,
        viewers integer NOT NULL,
        returned integer NOT NULL,
        CONSTRAINT cohort_calendar_days_pkey PRIMARY KEY (calendar_id, anchor_day)
      ) WITH (fillfactor = 50)`);
    await queryRunner.query(`
      CREATE TABLE cohort_calendar_cells (
        calendar_id integer NOT NULL,
        anchor_day date NOT NULL,
        k integer NOT NULL,
        active_users integer NOT NULL,
        last_users integer NOT NULL,
        CONSTRAINT cohort_calendar_cells_pkey PRIMARY KEY (calendar_id, anchor_day, k)
      ) WITH (fillfactor = 70)`);
    // Users whose facts have changed since the cube was brought up to date, as one row a statement.
    await queryRunner.query(`
      CREATE TABLE cohort_calendar_changes (
        id bigint GENERATED ALWAYS AS IDENTITY,
        calendar_id integer NOT NULL,
        user_ids uuid[] NOT NULL,
        users integer NOT NULL,
        CONSTRAINT cohort_calendar_changes_pkey PRIMARY KEY (calendar_id, id)
      )`);
    for (const statement of [...NOTE_CHANGES, ...FORGET]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table, trigger] of TRIGGERS) await queryRunner.query(`DROP TRIGGER ${trigger} ON ${table}`);
    await queryRunner.query(`
      DROP FUNCTION note_changed_users(), note_changed_user(), forget_in_cohort_calendars()`);
    await queryRunner.query(`
      DROP TABLE cohort_calendar_changes, cohort_calendar_cells, cohort_calendar_days, cohort_calendar_users,
                 cohort_calendars`);
  }
}
