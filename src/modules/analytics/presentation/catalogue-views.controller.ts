import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { readCursor, writeCursor } from '../../../common/http/cursor';
import { ProblemDto } from '../../../common/http/problem';
import { isCleanText } from '../../../common/http/validation/constraints';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { formatInstant } from '../../../common/kernel/instant';
import { isUuid } from '../../../common/kernel/uuid';
import { RequireRole } from '../../identity';
import { ListReleases } from '../application/list-releases';
import { ReadReleaseViews } from '../application/read-release-views';
import {
  ReleaseListDto,
  ReleaseListQueryDto,
  ReleaseViewsDto,
  ReleaseViewsQueryDto,
} from './catalogue-views.dto';

/** What of the catalogue can only be answered with the views at hand. */
@ApiTags('catalogue')
@Controller('catalogue/releases')
export class CatalogueViewsController {
  constructor(
    private readonly listReleases: ListReleases,
    private readonly readReleaseViews: ReadReleaseViews,
  ) {}

  /** Releases by title, with their total views. */
  @Get()
  @RequireRole('admin')
  @ApiOkResponse({ type: ReleaseListDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async list(@Query() { query, cursor, limit }: ReleaseListQueryDto): Promise<ReleaseListDto> {
    const { releases, next } = await this.listReleases.execute({
      query: query ?? null,
      after: cursor === undefined ? null : readCursor(cursor, isReleaseCursor),
      limit: limit ?? 50,
    });
    return {
      items: releases.map(({ id, title, genres, releasedAt, durationMinutes, currentViews }) => ({
        id,
        title,
        genres,
        released_at: releasedAt && formatInstant(releasedAt),
        duration_minutes: durationMinutes,
        current_views: currentViews,
      })),
      next_cursor: next && writeCursor({ title: next.title, id: next.id }),
    };
  }

  /** Daily views of one release. */
  @Get(':release_id/views')
  @RequireRole('admin')
  @ApiOkResponse({ type: ReleaseViewsDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async views(
    @Param('release_id', IdPipe) releaseId: string,
    @Query() { days }: ReleaseViewsQueryDto,
  ): Promise<ReleaseViewsDto> {
    const { title, currentViews, daily } = await this.readReleaseViews.execute(releaseId, days ?? 90);
    return {
      release_id: releaseId,
      title,
      current_views: currentViews,
      items: daily.map(({ day, views, watchSeconds }) => ({
        date: day,
        views,
        watch_minutes: Math.round(watchSeconds / 6) / 10,
      })),
    };
  }
}

function isReleaseCursor(value: unknown): value is { title: string; id: string } {
  const { title, id } = (value ?? {}) as Record<string, unknown>;
  return typeof title === 'string' && isCleanText(title) && typeof id === 'string' && isUuid(id);
}
