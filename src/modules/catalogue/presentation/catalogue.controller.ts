import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBadRequestResponse, ApiBody, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { BatchResultDto } from '../../../common/http/batch.dto';
import { BatchPresenter } from '../../../common/http/batch-presenter';
import { ProblemDto } from '../../../common/http/problem';
import { type Batch, BatchPipe } from '../../../common/http/validation/batch.pipe';
import { RequireRole, RequireScope } from '../../identity';
import { PutReleases } from '../application/put-releases';
import { ReleaseRepository } from '../domain/release.repository';
import { toReleaseChange } from './read-release';
import { GenreListDto, PutReleaseDto, PutReleasesDto } from './releases.dto';

@ApiTags('catalogue')
@Controller('catalogue')
export class CatalogueController {
  constructor(
    private readonly putReleases: PutReleases,
    private readonly releases: ReleaseRepository,
    private readonly batches: BatchPresenter,
  ) {}

  /** Makes or changes up to 1,000 releases. An unchanged release is a duplicate. */
  @Put('releases')
  @RequireScope('ingest')
  @ApiBody({ type: PutReleasesDto })
  @ApiOkResponse({ type: BatchResultDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async put(
    @Body(new BatchPipe('releases', PutReleaseDto, 'id')) batch: Batch<PutReleaseDto>,
  ): Promise<BatchResultDto> {
    const changes = batch.valid.map(({ item }) => toReleaseChange(item));
    return this.batches.present(batch, await this.putReleases.execute(changes), 'release.invalid');
  }

  /** All genres of the catalogue by name. */
  @Get('genres')
  @RequireRole('admin')
  @ApiOkResponse({ type: GenreListDto })
  async genres(): Promise<GenreListDto> {
    return { items: [...(await this.releases.listGenres())], next_cursor: null };
  }
}
