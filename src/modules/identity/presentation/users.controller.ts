import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { BatchResultDto } from '../../../common/http/batch.dto';
import { BatchPresenter } from '../../../common/http/batch-presenter';
import { ProblemDto } from '../../../common/http/problem';
import { type Batch, BatchPipe } from '../../../common/http/validation/batch.pipe';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { DomainError } from '../../../common/kernel/domain-error';
import { EraseUser } from '../application/erase-user';
import { PutUsers } from '../application/put-users';
import type { Principal } from '../domain/principal';
import { UserRepository } from '../domain/user.repository';
import { CurrentPrincipal, OwnerOrAdmin, RequireScope } from './access/access.decorators';
import { AuditedRead } from './audit/audited-read.decorator';
import { presentProfile, PutUserDto, PutUsersDto, UserProfileDto } from './users.dto';
import { toUserChange } from './read-user';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly putUsers: PutUsers,
    private readonly eraseUser: EraseUser,
    private readonly users: UserRepository,
    private readonly batches: BatchPresenter,
  ) {}

  /** Makes or changes up to 1,000 users. An unchanged user is a duplicate. */
  @Put()
  @RequireScope('ingest')
  @ApiBody({ type: PutUsersDto })
  @ApiOkResponse({ type: BatchResultDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async put(
    @Body(new BatchPipe('users', PutUserDto, 'id')) batch: Batch<PutUserDto>,
    @CurrentPrincipal() principal: Principal,
  ): Promise<BatchResultDto> {
    const changes = batch.valid.map(({ item }) => toUserChange(item));
    return this.batches.present(
      batch,
      await this.putUsers.execute(changes, principal.kind === 'user'),
      'user.invalid',
    );
  }

  /** A person's profile, for the person and for administrators, whose reading is written down. */
  @Get(':user_id')
  @OwnerOrAdmin('user_id')
  @AuditedRead('user.profile', 'user_id')
  @ApiOkResponse({ type: UserProfileDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async read(@Param('user_id', IdPipe) userId: string): Promise<UserProfileDto> {
    const user = await this.users.findById(userId);
    if (!user) throw new DomainError('not_found', 'user.not_found');
    return presentProfile(user);
  }

  /** Erases a person and everything kept about them, in one transaction. Repeating it is no error. */
  @Delete(':user_id')
  @HttpCode(204)
  @RequireScope('erase')
  @ApiNoContentResponse({ description: 'Nothing about this person is left' })
  @ApiBadRequestResponse({ type: ProblemDto })
  async erase(
    @Param('user_id', IdPipe) userId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.eraseUser.execute(userId, principal.kind === 'user');
  }
}
