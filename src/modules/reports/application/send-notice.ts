import { Injectable } from '@nestjs/common';
import { Mailer } from '../../../common/kernel/mailer';
import { ExportRepository } from '../domain/export.repository';
import { NoticeComposer } from '../domain/notice-composer';

/** Tells the recipients of an export that it is ready, or why it will not be. */
@Injectable()
export class SendNotice {
  constructor(
    private readonly exports: ExportRepository,
    private readonly composer: NoticeComposer,
    private readonly mailer: Mailer,
  ) {}

  async execute(exportId: string): Promise<void> {
    const found = await this.exports.find(exportId);
    if (!found || (found.state !== 'ready' && found.state !== 'failed')) return;
    const notice = this.composer.compose(found);
    const failures: unknown[] = [];
    // A message each: recipients do not see each other's addresses.
    for (const to of found.recipients.filter((recipient) => !found.told.includes(recipient))) {
      try {
        await this.mailer.send({ ...notice, to, id: `${exportId}.${found.recipients.indexOf(to)}` });
        await this.exports.markTold(exportId, to);
      } catch (error) {
        failures.push(error);
      }
    }
    // Tried again, it goes to those who have not been told.
    if (failures.length > 0) throw failures[0] as Error;
  }
}
