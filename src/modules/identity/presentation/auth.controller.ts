import { Body, Controller, Get, HttpCode, Ip, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiTags, ApiUnauthorizedResponse } from '@nestjs/swagger';
import { clientNetwork } from '../../../common/http/rate-limit/client-network';
import { ProblemDto } from '../../../common/http/problem';
import { DomainError } from '../../../common/kernel/domain-error';
import { formatInstant } from '../../../common/kernel/instant';
import { LogIn } from '../application/log-in';
import type { UserPrincipal } from '../domain/principal';
import { UserRepository } from '../domain/user.repository';
import { CurrentUser, Public, SignedIn } from './access/access.decorators';
import { AccessTokenDto, LogInDto, MeDto } from './auth.dto';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly logIn: LogIn,
    private readonly users: UserRepository,
  ) {}

  /** Trades e-mail and password for a bearer token. */
  @Post('login')
  @HttpCode(200)
  @Public()
  @ApiOkResponse({ type: AccessTokenDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiUnauthorizedResponse({ type: ProblemDto, description: 'Unknown e-mail or wrong password' })
  async login(@Body() body: LogInDto, @Ip() address: string): Promise<AccessTokenDto> {
    const { token, expiresIn } = await this.logIn.execute(body.email, body.password, clientNetwork(address));
    return { access_token: token, token_type: 'Bearer', expires_in: expiresIn };
  }

  /** The account that the token stands for. */
  @Get('me')
  @SignedIn()
  @ApiOkResponse({ type: MeDto })
  async me(@CurrentUser() principal: UserPrincipal): Promise<MeDto> {
    const user = await this.users.findById(principal.userId);
    if (!user) throw new DomainError('unauthenticated', 'auth.required');
    const { id, role, email, name, timezone } = user;
    return { id, role, email, name, timezone, registered_at: formatInstant(user.registeredAt) };
  }
}
