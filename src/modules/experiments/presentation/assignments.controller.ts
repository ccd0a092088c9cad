import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiExtraModels,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { BatchResultDto } from '../../../common/http/batch.dto';
import { BatchPresenter } from '../../../common/http/batch-presenter';
import { ProblemDto } from '../../../common/http/problem';
import { type Batch, BatchPipe } from '../../../common/http/validation/batch.pipe';
import { ValidationError } from '../../../common/http/validation/field-error';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { Texts } from '../../../common/i18n/texts';
import { DomainError } from '../../../common/kernel/domain-error';
import { parseInstant } from '../../../common/kernel/instant';
import { RequireScope, SelfOrScope } from '../../identity';
import { AssignUsers, type UserAssignment } from '../application/assign-users';
import { RecordExposures } from '../application/record-exposures';
import {
  AssignmentDto,
  AssignmentListDto,
  AssignUsersDto,
  ExposureDto,
  RecordExposuresDto,
  type UserAssignmentDto,
} from './assignments.dto';

@ApiTags('analytics-v2')
@Controller('analytics/v2/ab-tests/:test_id')
export class AssignmentsController {
  constructor(
    private readonly assignUsers: AssignUsers,
    private readonly recordExposures: RecordExposures,
    private readonly batches: BatchPresenter,
    private readonly texts: Texts,
  ) {}

  /**
   * Which variant a user, or each of up to 1,000 users, is in. The first answer is the exposure, and stands: whoever has a
   * variant keeps it. Users ask for themselves.
   */
  @Post('assignments')
  @HttpCode(200)
  @SelfOrScope('user_id', 'ingest')
  @ApiExtraModels(AssignmentDto, AssignmentListDto)
  @ApiOkResponse({
    schema: { oneOf: [AssignmentDto, AssignmentListDto].map((dto) => ({ $ref: getSchemaPath(dto) })) },
  })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({
    type: ProblemDto,
    description: 'Unknown test or user: `test.not_found`, `user.unknown`',
  })
  async assign(
    @Param('test_id', IdPipe) testId: string,
    @Body() { user_id, user_ids }: AssignUsersDto,
  ): Promise<AssignmentDto | AssignmentListDto> {
    if ((user_id == null) === (user_ids == null)) {
      const params = { a: 'user_id', b: 'user_ids' };
      throw new ValidationError([{ field: 'user_id', rule: 'eitherOr', params }]);
    }
    const userIds = (user_ids ?? [user_id!]).map((id) => id.toLowerCase());
    const assigned = await this.assignUsers.execute(testId, userIds);
    if (user_ids) return { assignments: assigned.map((assignment) => this.presentItem(assignment)) };
    if (!assigned[0]!.isKnown) throw new DomainError('not_found', 'user.unknown');
    return present(assigned[0]!);
  }

  /**
   * Takes up to 1,000 exposures that you have decided on yourself, and answers after the commit. The earliest exposure of a
   * user counts; one to a second variant takes the user out of all figures. What changes nothing is a duplicate.
   */
  @Post('exposures')
  @HttpCode(200)
  @RequireScope('ingest')
  @ApiBody({ type: RecordExposuresDto })
  @ApiOkResponse({ type: BatchResultDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The test is a draft: `test.not_started`' })
  async expose(
    @Param('test_id', IdPipe) testId: string,
    @Body(new BatchPipe('exposures', ExposureDto, 'user_id')) batch: Batch<ExposureDto>,
  ): Promise<BatchResultDto> {
    const exposures = batch.valid.map(({ item }) => ({
      userId: item.user_id.toLowerCase(),
      variantId: item.variant_id,
      exposedAt: parseInstant(item.exposed_at)!,
    }));
    return this.batches.present(
      batch,
      await this.recordExposures.execute(testId, exposures),
      'exposure.invalid',
    );
  }

  private presentItem(assignment: UserAssignment): UserAssignmentDto {
    const item = { user_id: assignment.userId, ...present(assignment) };
    if (assignment.isKnown) return item;
    return { ...item, code: 'user.unknown', message: this.texts.of('errors.user.unknown') };
  }
}

function present({ variantId, sticky }: UserAssignment): AssignmentDto {
  return { variant_id: variantId, in_experiment: variantId !== null, sticky };
}
