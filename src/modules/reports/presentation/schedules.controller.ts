import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { readCursor, writeCursor } from '../../../common/http/cursor';
import { PageQueryDto } from '../../../common/http/page-query.dto';
import { ProblemDto } from '../../../common/http/problem';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { Texts } from '../../../common/i18n/texts';
import { DomainError } from '../../../common/kernel/domain-error';
import { formatInstant } from '../../../common/kernel/instant';
import { AuditedRead, RequireRole } from '../../identity';
import { CreateSchedule } from '../application/create-schedule';
import type { Schedule } from '../domain/schedule';
import { ScheduleRepository } from '../domain/schedule.repository';
import { isPosition, type Position } from './position';
import { CreateScheduleDto, ScheduleDto, ScheduleListDto } from './schedules.dto';

@ApiTags('analytics-v2')
@Controller('analytics/v2/export-schedules')
@RequireRole('admin')
export class SchedulesController {
  constructor(
    private readonly createSchedule: CreateSchedule,
    private readonly schedules: ScheduleRepository,
    private readonly texts: Texts,
  ) {}

  /** Orders an export again and again. Moments that are missed are made up for by one run, for the last of them. */
  @Post()
  @AuditedRead('export_schedule.create')
  @ApiCreatedResponse({ type: ScheduleDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: 'Unknown test' })
  async create(@Body() body: CreateScheduleDto): Promise<ScheduleDto> {
    const schedule = await this.createSchedule.execute({
      name: body.name,
      cron: body.cron,
      timezone: body.timezone ?? 'UTC',
      reportType: body.report_type,
      format: body.format,
      period: body.period,
      abTestId: body.ab_test_id?.toLowerCase() ?? null,
      recipients: body.recipients ?? [],
      locale: body.locale ?? this.texts.locale,
      bom: body.bom ?? false,
    });
    return present(schedule);
  }

  /** All schedules. */
  @Get()
  @ApiOkResponse({ type: ScheduleListDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async list(@Query() { cursor, limit = 50 }: PageQueryDto): Promise<ScheduleListDto> {
    const after = cursor === undefined ? null : readCursor<Position>(cursor, isPosition);
    const found = await this.schedules.list(
      after && { createdAt: new Date(after.createdAt), id: after.id },
      limit + 1,
    );
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      items: page.map(present),
      next_cursor:
        last && found.length > limit
          ? writeCursor({ createdAt: last.createdAt.toISOString(), id: last.id } satisfies Position)
          : null,
    };
  }

  /** Orders no more exports; those that there are stay. */
  @Delete(':schedule_id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The schedule is gone' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async delete(@Param('schedule_id', IdPipe) scheduleId: string): Promise<void> {
    if (!(await this.schedules.delete(scheduleId)))
      throw new DomainError('not_found', 'export_schedule.not_found');
  }
}

function present(schedule: Schedule): ScheduleDto {
  return {
    schedule_id: schedule.id,
    name: schedule.name,
    cron: schedule.cron,
    timezone: schedule.timezone,
    report_type: schedule.reportType,
    format: schedule.format,
    period: schedule.period,
    ab_test_id: schedule.abTestId,
    recipients: [...schedule.recipients],
    locale: schedule.locale,
    bom: schedule.bom,
    created_at: formatInstant(schedule.createdAt),
    next_run_at: formatInstant(schedule.nextRunAt),
  };
}
