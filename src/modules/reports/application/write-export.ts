import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { FileStorage } from '../../../common/kernel/file-storage';
import { Jobs } from '../../../common/kernel/jobs';
import { CONTENT_TYPES, type Export, type ExportFile, fileNameOf, KEEP_MS } from '../domain/export';
import { ExportRepository } from '../domain/export.repository';
import { type ReportData, ReportSource } from '../domain/report-source';
import { ReportWriter } from '../domain/report-writer';
import { SEND_NOTICE } from './job-kinds';

/** How often a run says how far it is, and looks whether it is still wanted. */
const LOOK_EVERY_MS = 1_000;
/** Beginnings of one export, by crashes and erasures: one that needs more will never end. */
const MAX_BEGINNINGS = 20;

export interface WriteRun {
  readonly exportId: string;
  readonly signal: AbortSignal;
  /** A failure now is the last one. */
  readonly isLastAttempt: boolean;
  progress(percent: number): Promise<void>;
}

/** Another process, a person or an erasure has taken the export out of this run's hands. */
class NotOursAnyMore extends Error {}

/**
 * Writes the file of an export. May be run again after a crash, and beside a run that is held to be dead: the number of
 * the attempt decides whose file counts, and files of earlier attempts are removed.
 */
@Injectable()
export class WriteExport {
  private readonly logger = new Logger(WriteExport.name);

  constructor(
    private readonly exports: ExportRepository,
    private readonly source: ReportSource,
    private readonly writer: ReportWriter,
    private readonly storage: FileStorage,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async execute(run: WriteRun): Promise<void> {
    let order = await this.exports.claim(run.exportId, true);
    // An erasure sends an export back to the start, on another snapshot.
    while (order) {
      if (await this.attempt(order, run)) return;
      order = await this.exports.claim(run.exportId, false);
    }
  }

  /** False: it was taken away. */
  private async attempt(order: Export, run: WriteRun): Promise<boolean> {
    for (let earlier = 1; earlier < order.attempt; earlier++)
      await this.storage.delete(fileNameOf({ ...order, attempt: earlier }));
    const name = fileNameOf(order);
    try {
      if (order.attempt > MAX_BEGINNINGS) throw new DomainError('unavailable', 'export.begun_too_often');
      const file = await this.write(order, name, run);
      const finishedAt = this.clock.now();
      const at = { finishedAt, expiresAt: new Date(finishedAt.getTime() + KEEP_MS) };
      if (!(await this.exports.complete(order.id, order.attempt, file, at))) throw new NotOursAnyMore();
      await this.notify(order);
      return true;
    } catch (error) {
      await this.storage.delete(name).catch(() => undefined);
      if (error instanceof NotOursAnyMore) return false;
      await this.fail(order, error, run);
      return true;
    }
  }

  private async write(order: Export, name: string, run: WriteRun): Promise<ExportFile> {
    const taken = new AbortController();
    const signal = AbortSignal.any([run.signal, taken.signal]);
    return this.source.open(order, signal, async (data) => {
      const watching = this.watch(order, data, run, taken);
      const written = this.writer.write(order, data, signal);
      const hash = createHash('sha256');
      let bytes = 0;
      const counted = async function* () {
        for await (const chunk of written.chunks) {
          hash.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      };
      try {
        await this.storage.put(name, counted(), { contentType: CONTENT_TYPES[order.format], signal });
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        watching.stop();
      }
      if (!(await watching.look())) throw new NotOursAnyMore();
      const [sha256, dataSha256] = [hash.digest('hex'), written.dataSha256()];
      return { bytes, rowCount: data.rows.count, sha256, dataSha256 };
    });
  }

  /** Says how far the run is until it is stopped, and aborts it when it is not wanted any more. */
  private watch(order: Export, data: ReportData, run: WriteRun, taken: AbortController) {
    const look = async () => {
      // The file is not there before its end is.
      const share = data.expectedRows ? Math.min(0.99, data.rows.count / data.expectedRows) : 0;
      const percent = Math.floor(share * 100);
      const ours = await this.exports.advance(order.id, order.attempt, percent, data.snapshotAt);
      if (ours) await run.progress(percent);
      else taken.abort(new NotOursAnyMore());
      return ours;
    };
    const quietly = () => void look().catch(() => undefined);
    quietly();
    const timer = setInterval(quietly, LOOK_EVERY_MS);
    return { look, stop: () => clearInterval(timer) };
  }

  /** Ends the export if it will not be tried again; throws if it will. */
  private async fail(order: Export, error: unknown, { signal, isLastAttempt }: WriteRun): Promise<void> {
    const hopeless = error instanceof DomainError;
    const reason = signal.aborted ? (signal.reason as Error) : error;
    // A process that stops hands its job to another.
    const timedOut = reason instanceof Error && reason.name === 'TimeLimitPassed';
    if ((!hopeless && !isLastAttempt) || (signal.aborted && !timedOut)) throw error;
    this.logger.error({ err: error, kind: order.reportType, format: order.format }, 'An export has failed');
    const failure = hopeless ? error.code : timedOut ? 'export.timed_out' : 'export.broken_off';
    const finishedAt = this.clock.now();
    const at = { finishedAt, expiresAt: new Date(finishedAt.getTime() + KEEP_MS) };
    if (await this.exports.end(order.id, order.attempt, { state: 'failed', failure }, at))
      await this.notify(order);
    // So that the run counts as failed in metrics, and is not tried again.
    if (!hopeless) throw error;
  }

  private async notify({ id, recipients }: Export): Promise<void> {
    if (recipients.length > 0) await this.jobs.enqueue(SEND_NOTICE, { exportId: id }, { deduplicate: id });
  }
}
