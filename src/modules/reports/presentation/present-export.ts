import { formatInstant } from '../../../common/kernel/instant';
import type { Texts } from '../../../common/i18n/texts';
import type { DownloadLinks } from '../domain/download-links';
import { type Export, fileNameOf } from '../domain/export';
import type { ExportDto } from './exports.dto';

/** An export as the API shows it, with a link of its own for who asks. */
export function presentExport(found: Export, links: DownloadLinks, texts: Texts): ExportDto {
  const { file } = found;
  return {
    export_id: found.id,
    state: found.state,
    progress: found.progress,
    report_type: found.reportType,
    format: found.format,
    start_date: formatInstant(found.startDate),
    end_date: formatInstant(found.endDate),
    ab_test_id: found.abTestId,
    locale: found.locale,
    bom: found.bom,
    schedule_id: found.scheduleId,
    created_at: formatInstant(found.createdAt),
    snapshot_at: found.snapshotAt && formatInstant(found.snapshotAt),
    finished_at: found.finishedAt && formatInstant(found.finishedAt),
    expires_at: found.expiresAt && formatInstant(found.expiresAt),
    download_url: file && links.make(fileNameOf(found), found.expiresAt!),
    file_size_bytes: file?.bytes ?? null,
    row_count: file?.rowCount ?? null,
    sha256: file?.sha256 ?? null,
    data_sha256: file?.dataSha256 ?? null,
    failure:
      found.failure === null ? null : { code: found.failure, message: texts.of(`errors.${found.failure}`) },
  };
}
