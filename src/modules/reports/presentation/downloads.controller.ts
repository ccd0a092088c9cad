import { Controller, Get, HttpStatus, Param, Query, Res } from '@nestjs/common';
import {
  ApiForbiddenResponse,
  ApiFoundResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { ProblemDto } from '../../../common/http/problem';
import { Texts } from '../../../common/i18n/texts';
import { DomainError } from '../../../common/kernel/domain-error';
import { FileStorage } from '../../../common/kernel/file-storage';
import { Public } from '../../identity';
import { OpenDownload } from '../application/open-download';
import { CONTENT_TYPES, type Export } from '../domain/export';
import { DownloadQueryDto } from './exports.dto';

@ApiTags('analytics-v2')
@Controller('downloads/reports')
export class DownloadsController {
  constructor(
    private readonly openDownload: OpenDownload,
    private readonly storage: FileStorage,
    private readonly texts: Texts,
  ) {}

  /** The file of a signed link; knows ranges. Where files lie in S3 it leads there, for five minutes. */
  @Get(':file')
  @Public()
  @ApiOkResponse({
    description: 'The file',
    content: Object.fromEntries(
      Object.values(CONTENT_TYPES).map((type) => [
        type.split(';')[0]!,
        { schema: { type: 'string', format: 'binary' } },
      ]),
    ),
  })
  @ApiResponse({ status: 206, description: 'The range that was asked for' })
  @ApiFoundResponse({ description: 'Location has the file' })
  @ApiForbiddenResponse({ type: ProblemDto, description: 'No link of ours, or one that has expired' })
  @ApiNotFoundResponse({ type: ProblemDto, description: 'The file is there no more' })
  @ApiResponse({ status: 416, description: 'The range lies outside of the file' })
  async download(
    @Param('file') file: string,
    @Query() { expires = '', signature = '' }: DownloadQueryDto,
    @Res() response: Response,
  ): Promise<void> {
    const found = await this.openDownload.execute(file, expires, signature);
    response.attachment(this.titleOf(found));
    const disposition = response.getHeader('Content-Disposition') as string;
    const contentType = CONTENT_TYPES[found.format];
    const place = await this.storage.place(file, { contentType, disposition });
    if (!place) {
      forget(response);
      throw new DomainError('not_found', 'download.gone');
    }
    response.setHeader('Cache-Control', 'private, no-store');
    if (place.kind === 'url') {
      forget(response);
      response.redirect(HttpStatus.FOUND, place.url);
    } else {
      response.setHeader('Content-Type', contentType);
      await send(response, place);
    }
  }

  /** What the file is called where it is saved: `Просмотры 2026-01-05 – 2026-02-01.csv`. */
  private titleOf({ reportType, startDate, endDate, format, locale }: Export): string {
    const day = (instant: Date) => instant.toISOString().slice(0, 10);
    const title = this.texts.of(`reports.titles.${reportType}`, {}, locale);
    return `${title} ${day(startDate)} – ${day(endDate)}.${format}`;
  }
}

/** What has been said of a file that does not follow. */
function forget(response: Response): void {
  response.removeHeader('Content-Disposition');
  response.removeHeader('Content-Type');
}

interface SendError extends Error {
  readonly status?: number;
  readonly headers?: Record<string, string>;
}

/** Tells how long the file is, so that the next range can be a better one. */
function refuseRange(response: Response, { headers = {} }: SendError): void {
  forget(response);
  response.status(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE).set(headers).end();
}

/** Express knows ranges, conditions and HEAD. Whoever goes away meanwhile is no failure of ours. */
function send(response: Response, { folder, name }: { folder: string; name: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    response.sendFile(name, { root: folder, cacheControl: false }, (error?: SendError) => {
      if (error?.status === 416) refuseRange(response, error);
      if (!error || response.headersSent) resolve();
      else reject(error);
    });
  });
}
