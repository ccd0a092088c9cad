import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { readCursor, writeCursor } from '../../../common/http/cursor';
import { PageQueryDto } from '../../../common/http/page-query.dto';
import { ProblemDto } from '../../../common/http/problem';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { Texts } from '../../../common/i18n/texts';
import { DomainError } from '../../../common/kernel/domain-error';
import { parseInstant } from '../../../common/kernel/instant';
import { AuditedRead, RequireRole } from '../../identity';
import { CancelExport } from '../application/cancel-export';
import { OrderExport } from '../application/order-export';
import { DownloadLinks } from '../domain/download-links';
import { ExportRepository } from '../domain/export.repository';
import { ExportDto, ExportListDto, ExportRequestDto, ReadyExportDto, StartedExportDto } from './exports.dto';
import { isPosition, type Position } from './position';
import { presentExport } from './present-export';

const STATUS_PATH = '/api/v1/analytics/v2/exports';

@ApiTags('analytics-v2')
@Controller('analytics/v2')
@RequireRole('admin')
export class ExportsController {
  constructor(
    private readonly orderExport: OrderExport,
    private readonly cancelExport: CancelExport,
    private readonly exports: ExportRepository,
    private readonly links: DownloadLinks,
    private readonly texts: Texts,
  ) {}

  /** Writes a report into a file. What is not ready within two seconds goes on in the background. */
  @Post('export')
  @HttpCode(200)
  @AuditedRead('export.order')
  @ApiOkResponse({ type: ReadyExportDto, description: 'The file is ready' })
  @ApiAcceptedResponse({
    type: StartedExportDto,
    description: 'It is being written; Location tells where to look',
  })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: 'Unknown test' })
  async order(
    @Body() body: ExportRequestDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReadyExportDto | StartedExportDto> {
    const found = await this.orderExport.execute({
      reportType: body.report_type,
      format: body.format,
      startDate: parseInstant(body.start_date)!,
      endDate: parseInstant(body.end_date)!,
      abTestId: body.ab_test_id?.toLowerCase() ?? null,
      notifyEmail: body.notify_email ?? null,
      locale: body.locale ?? this.texts.locale,
      bom: body.bom ?? false,
    });
    const { download_url, expires_at, file_size_bytes, row_count, sha256 } = this.present(found);
    if (download_url !== null && expires_at !== null)
      return {
        export_id: found.id,
        download_url,
        expires_at,
        file_size_bytes: file_size_bytes!,
        row_count: row_count!,
        sha256: sha256!,
      };
    const status_url = `${STATUS_PATH}/${found.id}`;
    response.status(HttpStatus.ACCEPTED).setHeader('Location', status_url);
    return { export_id: found.id, status_url };
  }

  /** Exports of the last day, and those under way. */
  @Get('exports')
  @ApiOkResponse({ type: ExportListDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async list(@Query() { cursor, limit = 50 }: PageQueryDto): Promise<ExportListDto> {
    const after = cursor === undefined ? null : readCursor<Position>(cursor, isPosition);
    const found = await this.exports.list(
      after && { createdAt: new Date(after.createdAt), id: after.id },
      limit + 1,
    );
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map((item) => this.present(item)),
      next_cursor:
        last && found.length > limit
          ? writeCursor({ createdAt: last.createdAt.toISOString(), id: last.id } satisfies Position)
          : null,
    };
  }

  /** What has become of an export. */
  @Get('exports/:export_id')
  @ApiOkResponse({ type: ExportDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: 'There is none, or it has expired' })
  async read(@Param('export_id', IdPipe) exportId: string): Promise<ExportDto> {
    const found = await this.exports.find(exportId);
    if (!found) throw new DomainError('not_found', 'export.not_found');
    return this.present(found);
  }

  /** Cancels an export under way, or removes one that has ended together with its file. */
  @Delete('exports/:export_id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'It is cancelled, or gone' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async cancel(@Param('export_id', IdPipe) exportId: string): Promise<void> {
    await this.cancelExport.execute(exportId);
  }

  private present(found: Parameters<typeof presentExport>[0]): ExportDto {
    return presentExport(found, this.links, this.texts);
  }
}
