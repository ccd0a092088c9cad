import { Body, Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { BatchResultDto } from '../../../common/http/batch.dto';
import { BatchPresenter } from '../../../common/http/batch-presenter';
import { ProblemDto } from '../../../common/http/problem';
import { type Batch, BatchPipe } from '../../../common/http/validation/batch.pipe';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { parseInstant } from '../../../common/kernel/instant';
import { EraseUser } from '../application/erase-user';
import { PutUsers } from '../application/put-users';
import type { Principal } from '../domain/principal';
import { CurrentPrincipal, RequireScope } from './access/access.decorators';
import { PutUserDto, PutUsersDto } from './users.dto';

@ApiTags('users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly putUsers: PutUsers,
    private readonly eraseUser: EraseUser,
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
    const changes = batch.valid.map(({ id, item }) => ({
      id,
      registeredAt: parseInstant(item.registered_at)!,
      email: item.email,
      name: item.name,
      role: item.role,
      password: item.password,
      timezone: item.timezone,
    }));
    return this.batches.present(
      batch,
      await this.putUsers.execute(changes, principal.kind === 'user'),
      'user.invalid',
    );
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
