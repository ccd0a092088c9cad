import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { DownloadLinks } from '../domain/download-links';
import { type Export, fileNameOf, readFileName } from '../domain/export';
import { ExportRepository } from '../domain/export.repository';

/** Finds the export whose file a signed link opens. */
@Injectable()
export class OpenDownload {
  constructor(
    private readonly exports: ExportRepository,
    private readonly links: DownloadLinks,
    private readonly clock: Clock,
  ) {}

  /** Throws `download.forbidden` for anything but a link of ours, and `download.gone` for a file that is there no more. */
  async execute(file: string, expires: string, signature: string): Promise<Export> {
    const now = this.clock.now();
    if (!this.links.isValid(file, expires, signature, now))
      throw new DomainError('forbidden', 'download.forbidden');
    const name = readFileName(file);
    const found = name && (await this.exports.find(name.exportId));
    const isThere = found?.file && fileNameOf(found) === file && found.expiresAt! > now;
    if (!isThere) throw new DomainError('not_found', 'download.gone');
    return found;
  }
}
