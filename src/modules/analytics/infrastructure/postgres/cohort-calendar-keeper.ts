import { Injectable, Logger } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../../../../common/database/database';
import { buildCalendar, refreshCalendar } from './queries/cohort-calendar-counts';
import {
  BEGIN_BUILD,
  type CalendarRow,
  CLAIM_BUILD,
  DROP_CALENDARS,
  FIND_BUILD,
  FINISH_BUILD,
  LIST_CALENDARS,
  LOCK_OUT_WRITERS,
  REMOVE_CALENDAR,
} from './queries/cohort-calendar-upkeep';
import { LOCK_CALENDAR } from './queries/cohort-calendars';

/** Each costs some 150 bytes a user, and a little of every change. */
const MOST_CALENDARS = 8;
const DAYS_WITHOUT_QUESTIONS = 14;
/** Users that one transaction counts anew, by and large: so long an erasure may have to wait. */
const USERS_AT_ONCE = 20_000;

/** A waiting lock stops the ingest behind it. */
const BRIEF = `SET LOCAL lock_timeout = '500ms'`;
const PATIENT = `SET LOCAL statement_timeout = '30min'; SET LOCAL work_mem = '64MB'`;

/** postgres: lock_not_available */
const LOCK_TIMEOUT = '55P03';

/** Builds the cubes that are asked for, keeps them up to date and drops those that nobody asks for any more. */
@Injectable()
export class CohortCalendarKeeper {
  private readonly logger = new Logger(CohortCalendarKeeper.name);

  constructor(private readonly database: Database) {}

  async keep(signal: AbortSignal): Promise<void> {
    // Dropped the last time: no question that had found them still runs.
    for (const { id, state } of await this.list()) if (state === 'dropped') await this.remove(id);
    await this.database.query(DROP_CALENDARS, [MOST_CALENDARS, DAYS_WITHOUT_QUESTIONS]);
    for (const calendar of await this.list()) {
      if (signal.aborted) return;
      if (calendar.state === 'kept') await this.refresh(calendar, signal);
      else if (calendar.state !== 'dropped') await this.build(calendar);
    }
  }

  private list(): Promise<CalendarRow[]> {
    return this.database.query<CalendarRow>(LIST_CALENDARS);
  }

  private async remove(id: number): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query(PATIENT);
      for (const statement of REMOVE_CALENDAR) await this.database.query(statement, [id]);
    });
  }

  private async refresh(calendar: CalendarRow, signal: AbortSignal): Promise<void> {
    const statement = refreshCalendar(calendar.cohort_type);
    let notes: number | null = null;
    while (notes !== 0 && !signal.aborted) {
      notes = await this.database.transaction(async (client) => {
        await client.query(PATIENT);
        const locked = await this.database.query(LOCK_CALENDAR, [calendar.id]);
        if (locked.length === 0) return 0;
        const values = [calendar.id, ...countedBy(calendar), USERS_AT_ONCE];
        const [taken] = await this.database.query<{ notes: number }>(statement, values);
        return taken!.notes;
      });
    }
  }

  private async build(calendar: CalendarRow): Promise<void> {
    if (calendar.state === 'wanted' && !(await this.beginToNoteChanges(calendar.id))) return;
    const began = performance.now();
    const ending = await this.database
      .transaction((client) => this.buildInside(client, calendar))
      .catch(abandoned);
    if (ending === null) return;
    await this.database.query({ text: 'ANALYZE cohort_calendar_users, cohort_calendar_cells' });
    const { id, timezone } = calendar;
    this.logger.log({ calendar: id, timezone, ms: Math.round(performance.now() - began) }, ending);
  }

  /** Null: another process builds the cube, or has built it. */
  private async buildInside(client: PoolClient, { id, ...calendar }: CalendarRow): Promise<string | null> {
    await client.query(PATIENT);
    const [claim] = await this.database.query<{ claimed: boolean }>(CLAIM_BUILD, [id]);
    if (!claim!.claimed) return null;
    const [begun] = await this.database.query<{ build: number }>(FIND_BUILD, [id]);
    if (!begun) return null;
    const [zone, shift, rolling] = countedBy(calendar);
    const values = { id, zone, shift, rolling };
    for (const { text, takes } of buildCalendar(calendar.cohort_type))
      await this.database.query(
        { text },
        takes.map((name) => values[name]),
      );
    const finished = await this.database.query(FINISH_BUILD, [id, begun.build]);
    if (finished.length === 0) throw new Abandoned();
    return 'Cohorts by another calendar are kept';
  }

  private async beginToNoteChanges(id: number): Promise<boolean> {
    try {
      await this.database.transaction(async (client) => {
        await client.query(BRIEF);
        await this.database.query(LOCK_OUT_WRITERS);
        await this.database.query(BEGIN_BUILD, [id]);
      });
      return true;
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_TIMEOUT) throw error;
      this.logger.log({ calendar: id }, 'Writers are busy; a cube is begun the next time');
      return false;
    }
  }
}

/** A user was erased while the cube was built from them. */
class Abandoned extends Error {}

function abandoned(error: unknown): string {
  if (error instanceof Abandoned) return 'An erasure came first; the cube begins anew';
  throw error;
}

const countedBy = ({ timezone, week_start, week_window }: Omit<CalendarRow, 'id'>) =>
  [timezone, week_start === 'sunday' ? 1 : 0, week_window === 'rolling'] as const;
