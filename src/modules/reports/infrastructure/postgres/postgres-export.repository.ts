import { Injectable } from '@nestjs/common';
import { Database, type Statement } from '../../../../common/database/database';
import type { Export, ExportFile } from '../../domain/export';
import { type ExportCursor, ExportRepository } from '../../domain/export.repository';
import { PERSONAL_REPORTS } from '../../domain/report';
import {
  ADVANCE_EXPORT,
  AWAIT_ERASURES,
  CLAIM_EXPORT,
  COMPLETE_EXPORT,
  DELETE_EXPIRED_EXPORTS,
  DELETE_EXPORT,
  END_EXPORT,
  type ExportRow,
  FILES_IN_USE,
  FIND_EXPORT,
  FORGET_RECIPIENT,
  INSERT_EXPORT,
  JOIN_ERASURES,
  LIST_EXPORTS,
  LIST_UNFINISHED_EXPORTS,
  LIST_UNTOLD_EXPORTS,
  MARK_TOLD,
  RESTART_EXPORTS,
  WITHDRAW_EXPORTS,
} from './queries/exports';

interface End {
  readonly finishedAt: Date;
  readonly expiresAt: Date;
}

/** What a run says of itself is never part of the snapshot that it reads. */
@Injectable()
export class PostgresExportRepository extends ExportRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(order: Export): Promise<boolean> {
    return this.changes(INSERT_EXPORT, [
      order.id,
      order.reportType,
      order.format,
      order.startDate,
      order.endDate,
      order.abTestId,
      order.locale,
      order.bom,
      order.recipients,
      order.scheduleId,
      order.slot,
      order.createdAt,
    ]);
  }

  async find(id: string): Promise<Export | null> {
    const [row] = await this.database.query<ExportRow>(FIND_EXPORT, [id]);
    return row ? toExport(row) : null;
  }

  async list(after: ExportCursor | null, limit: number): Promise<Export[]> {
    const values = [after?.createdAt ?? null, after?.id ?? null, limit];
    return (await this.database.query<ExportRow>(LIST_EXPORTS, values)).map(toExport);
  }

  async claim(id: string, takeOver: boolean): Promise<Export | null> {
    const [row] = await this.database.query<ExportRow>(CLAIM_EXPORT, [id, takeOver]);
    if (!row) return null;
    await this.database.query(AWAIT_ERASURES);
    return toExport(row);
  }

  advance(id: string, attempt: number, progress: number, snapshotAt: Date): Promise<boolean> {
    return this.database.outside(() => this.changes(ADVANCE_EXPORT, [id, attempt, progress, snapshotAt]));
  }

  complete(id: string, attempt: number, file: ExportFile, { finishedAt, expiresAt }: End): Promise<boolean> {
    const { bytes, rowCount, sha256, dataSha256 } = file;
    const values = [id, attempt, bytes, rowCount, sha256, dataSha256, finishedAt, expiresAt];
    return this.changes(COMPLETE_EXPORT, values);
  }

  end(
    id: string,
    attempt: number | null,
    { state, failure }: { state: 'failed' | 'cancelled'; failure: string | null },
    { finishedAt, expiresAt }: End,
  ): Promise<boolean> {
    return this.changes(END_EXPORT, [id, attempt, state, failure, finishedAt, expiresAt]);
  }

  async delete(id: string): Promise<void> {
    await this.database.query(DELETE_EXPORT, [id]);
  }

  async deleteExpired(now: Date): Promise<number> {
    return (await this.database.query(DELETE_EXPIRED_EXPORTS, [now])).length;
  }

  async listUnfinished(before: Date): Promise<string[]> {
    return ids(await this.database.query(LIST_UNFINISHED_EXPORTS, [before]));
  }

  async findFilesInUse(exportIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.database.query<{ name: string }>(FILES_IN_USE, [exportIds]);
    return new Set(rows.map(({ name }) => name));
  }

  async markTold(id: string, recipient: string): Promise<void> {
    await this.database.query(MARK_TOLD, [id, recipient]);
  }

  async listUntold(from: Date, until: Date): Promise<string[]> {
    return ids(await this.database.query(LIST_UNTOLD_EXPORTS, [from, until]));
  }

  async forgetPerson(email: string | null): Promise<void> {
    await this.database.query(JOIN_ERASURES);
    await this.database.query(WITHDRAW_EXPORTS, [PERSONAL_REPORTS]);
    await this.database.query(RESTART_EXPORTS, [PERSONAL_REPORTS]);
    if (email !== null) await this.database.query(FORGET_RECIPIENT, [email]);
  }

  /** Whether the statement has changed the row that it was to change. */
  private async changes(statement: Statement, values: unknown[]): Promise<boolean> {
    return (await this.database.query(statement, values)).length === 1;
  }
}

const ids = (rows: object[]) => rows.map((row) => (row as { id: string }).id);

function toExport(row: ExportRow): Export {
  return {
    id: row.id,
    reportType: row.report_type,
    format: row.format,
    startDate: row.start_date,
    endDate: row.end_date,
    abTestId: row.ab_test_id,
    locale: row.locale,
    bom: row.bom,
    recipients: row.recipients,
    told: row.told,
    scheduleId: row.schedule_id,
    slot: row.slot,
    state: row.state,
    attempt: row.attempt,
    progress: row.progress,
    createdAt: row.created_at,
    snapshotAt: row.snapshot_at,
    finishedAt: row.finished_at,
    expiresAt: row.expires_at,
    file:
      row.sha256 === null
        ? null
        : {
            bytes: row.file_bytes!,
            rowCount: row.row_count!,
            sha256: row.sha256,
            dataSha256: row.data_sha256!,
          },
    failure: row.failure,
  };
}
