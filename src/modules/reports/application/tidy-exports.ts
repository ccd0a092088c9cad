import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { FileStorage } from '../../../common/kernel/file-storage';
import { Jobs } from '../../../common/kernel/jobs';
import { readFileName } from '../domain/export';
import { ExportRepository } from '../domain/export.repository';
import { SEND_NOTICE, WRITE_EXPORT } from './job-kinds';

/** Names that are asked about at a time. */
const NAMES_A_LOOK = 500;
/** An export that has waited so long without news may have lost its job. */
const SURELY_ENQUEUED_MS = 5 * 60_000;
/** A notice whose job has given up by then is not tried again. */
const LATEST_NOTICE_MS = 30 * 60_000;

/**
 * Removes exports that have expired and files that are nobody's, and gives exports without a job a new one: between
 * storing an order and enqueueing its job a process may die, and a job whose processes keep dying is given up.
 */
@Injectable()
export class TidyExports {
  private readonly logger = new Logger(TidyExports.name);

  constructor(
    private readonly exports: ExportRepository,
    private readonly storage: FileStorage,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async execute(signal: AbortSignal): Promise<void> {
    const now = this.clock.now();
    await this.exports.deleteExpired(now);
    await this.removeStrayFiles(signal);
    const lost = await this.exports.listUnfinished(new Date(now.getTime() - SURELY_ENQUEUED_MS));
    // Whoever has a job keeps it.
    for (const id of lost) await this.jobs.enqueue(WRITE_EXPORT, { exportId: id }, { deduplicate: id });
    const ago = (ms: number) => new Date(now.getTime() - ms);
    const untold = await this.exports.listUntold(ago(LATEST_NOTICE_MS), ago(SURELY_ENQUEUED_MS));
    for (const id of untold) await this.jobs.enqueue(SEND_NOTICE, { exportId: id }, { deduplicate: id });
  }

  private async removeStrayFiles(signal: AbortSignal): Promise<void> {
    let names: string[] = [];
    let removed = 0;
    for await (const name of this.storage.list()) {
      signal.throwIfAborted();
      names.push(name);
      if (names.length < NAMES_A_LOOK) continue;
      removed += await this.removeStray(names);
      names = [];
    }
    removed += await this.removeStray(names);
    if (removed > 0)
      this.logger.log({ removed }, 'Files of exports that are there no more have been removed');
  }

  /** Files that no name of ours are stay: somebody else has put them there. */
  private async removeStray(names: readonly string[]): Promise<number> {
    const exportIds = names.map((name) => readFileName(name)?.exportId ?? null);
    const inUse = await this.exports.findFilesInUse(exportIds.filter((id) => id !== null));
    const stray = names.filter((name, index) => exportIds[index] !== null && !inUse.has(name));
    for (const name of stray) await this.storage.delete(name);
    return stray.length;
  }
}
