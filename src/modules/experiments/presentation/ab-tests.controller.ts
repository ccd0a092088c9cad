import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { readCursor, writeCursor } from '../../../common/http/cursor';
import { ProblemDto } from '../../../common/http/problem';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import { formatInstant, parseInstant } from '../../../common/kernel/instant';
import { isUuid } from '../../../common/kernel/uuid';
import { RequireRole } from '../../identity';
import { CreateTest } from '../application/create-test';
import { DeleteTest } from '../application/delete-test';
import { UpdateTest } from '../application/update-test';
import { AbTestRepository } from '../domain/ab-test.repository';
import { act, changeDefinition } from '../domain/change-test';
import type { TestAction } from '../domain/lifecycle';
import { presentTest, toChange, toDefinition } from './ab-test.presenter';
import { AbTestDto, AbTestListDto, CreateTestDto, ListTestsQueryDto, UpdateTestDto } from './ab-tests.dto';

@ApiTags('analytics-v2')
@Controller('analytics/v2/ab-tests')
export class AbTestsController {
  constructor(
    private readonly createTest: CreateTest,
    private readonly updateTest: UpdateTest,
    private readonly deleteTest: DeleteTest,
    private readonly tests: AbTestRepository,
    private readonly clock: Clock,
  ) {}

  /** Makes an A/B test as a draft. */
  @Post()
  @RequireRole('admin')
  @ApiCreatedResponse({ type: AbTestDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async create(@Body() body: CreateTestDto): Promise<AbTestDto> {
    return presentTest(await this.createTest.execute(toDefinition(body)));
  }

  /** All tests, the last made first. */
  @Get()
  @RequireRole('admin')
  @ApiOkResponse({ type: AbTestListDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async list(@Query() { status, cursor, limit = 50 }: ListTestsQueryDto): Promise<AbTestListDto> {
    const position = cursor === undefined ? null : readCursor(cursor, isPosition);
    const found = await this.tests.list({
      status: status ?? null,
      after: position && { testId: position.testId, createdAt: parseInstant(position.createdAt)! },
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const next: Position | null = last
      ? { createdAt: formatInstant(last.createdAt), testId: last.testId }
      : null;
    return { items: page.map(presentTest), next_cursor: next && writeCursor(next) };
  }

  /** One test. */
  @Get(':test_id')
  @RequireRole('admin')
  @ApiOkResponse({ type: AbTestDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async read(@Param('test_id', IdPipe) testId: string): Promise<AbTestDto> {
    const test = await this.tests.find(testId);
    if (!test) throw new DomainError('not_found', 'test.not_found');
    return presentTest(test);
  }

  /**
   * Changes a test. Under way only name, names of variants, weights, allocation, audience and `metrics` may change, and
   * weights only matter to new users; a completed test is frozen.
   */
  @Patch(':test_id')
  @RequireRole('admin')
  @ApiOkResponse({ type: AbTestDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({
    type: ProblemDto,
    description:
      'The field is locked, or there is no room in the exclusion group: `test.locked_field`, `test.group_full`',
  })
  async update(@Param('test_id', IdPipe) testId: string, @Body() body: UpdateTestDto): Promise<AbTestDto> {
    const now = this.clock.now();
    return presentTest(
      await this.updateTest.execute(testId, (test) => changeDefinition(test, toChange(body, test), now)),
    );
  }

  /** Deletes a test that does not run, with its assignments and events. */
  @Delete(':test_id')
  @HttpCode(204)
  @RequireRole('admin')
  @ApiNoContentResponse({ description: 'Nothing of the test is left' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'The test runs: `test.running`' })
  async delete(@Param('test_id', IdPipe) testId: string): Promise<void> {
    await this.deleteTest.execute(testId);
  }

  /** Lets users in, for the first time or after a pause. */
  @Post(':test_id/start')
  @HttpCode(200)
  @RequireRole('admin')
  @ApiOkResponse({ type: AbTestDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({
    type: ProblemDto,
    description:
      'Not from this status, or there is no room in the exclusion group: `test.wrong_status`, `test.group_full`',
  })
  start(@Param('test_id', IdPipe) testId: string): Promise<AbTestDto> {
    return this.act(testId, 'start');
  }

  /** Lets nobody else in; whoever is in stays in. */
  @Post(':test_id/pause')
  @HttpCode(200)
  @RequireRole('admin')
  @ApiOkResponse({ type: AbTestDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'Not from this status: `test.wrong_status`' })
  pause(@Param('test_id', IdPipe) testId: string): Promise<AbTestDto> {
    return this.act(testId, 'pause');
  }

  /** Ends a test for good: what users do afterwards does not count. */
  @Post(':test_id/complete')
  @HttpCode(200)
  @RequireRole('admin')
  @ApiOkResponse({ type: AbTestDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  @ApiConflictResponse({ type: ProblemDto, description: 'Not from this status: `test.wrong_status`' })
  complete(@Param('test_id', IdPipe) testId: string): Promise<AbTestDto> {
    return this.act(testId, 'complete');
  }

  private async act(testId: string, action: TestAction): Promise<AbTestDto> {
    const now = this.clock.now();
    return presentTest(await this.updateTest.execute(testId, (test) => act(test, action, now)));
  }
}

interface Position {
  readonly createdAt: string;
  readonly testId: string;
}

function isPosition(value: unknown): value is Position {
  const { createdAt, testId } = (value ?? {}) as Record<string, unknown>;
  return (
    typeof createdAt === 'string' &&
    parseInstant(createdAt) !== null &&
    typeof testId === 'string' &&
    isUuid(testId)
  );
}
