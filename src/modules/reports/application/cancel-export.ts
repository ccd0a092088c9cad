import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { FileStorage } from '../../../common/kernel/file-storage';
import { fileNameOf, KEEP_MS } from '../domain/export';
import { ExportRepository } from '../domain/export.repository';
import { isUnderWay } from './order-export';

/**
 * Cancels an export under way, which stays in the list as cancelled, or removes one that has ended with its file. A
 * process that writes it notices within seconds.
 */
@Injectable()
export class CancelExport {
  constructor(
    private readonly exports: ExportRepository,
    private readonly storage: FileStorage,
    private readonly clock: Clock,
  ) {}

  /** Throws `export.not_found`. */
  async execute(id: string): Promise<void> {
    const found = await this.exports.find(id);
    if (!found) throw new DomainError('not_found', 'export.not_found');
    if (isUnderWay(found)) {
      const finishedAt = this.clock.now();
      const at = { finishedAt, expiresAt: new Date(finishedAt.getTime() + KEEP_MS) };
      if (await this.exports.end(id, null, { state: 'cancelled', failure: null }, at)) return;
    }
    // The row first: from then on the file is nobody's, and goes at the latest with the next tidying.
    const ended = await this.exports.find(id);
    await this.exports.delete(id);
    if (ended?.file) await this.storage.delete(fileNameOf(ended));
  }
}
