import { Body, Controller, Get, HttpCode, Ip, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiOkResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { clientNetwork } from '../../../common/http/rate-limit/client-network';
import { ProblemDto } from '../../../common/http/problem';
import { DomainError } from '../../../common/kernel/domain-error';
import { LogIn } from '../application/log-in';
import type { UserPrincipal } from '../domain/principal';
import { UserRepository } from '../domain/user.repository';
import { CurrentUser, Public, SignedIn } from './access/access.decorators';
import { AccessTokenDto, LogInDto } from './auth.dto';
import { presentProfile, UserProfileDto } from './users.dto';

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
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: 'Too many failures in a row, or requests' })
  async login(@Body() body: LogInDto, @Ip() address: string): Promise<AccessTokenDto> {
    const { token, expiresIn } = await this.logIn.execute(body.email, body.password, clientNetwork(address));
    return { access_token: token, token_type: 'Bearer', expires_in: expiresIn };
  }

  /** The account that the token stands for; `role` is the one that the token gives. */
  @Get('me')
  @SignedIn()
  @ApiOkResponse({ type: UserProfileDto })
  async me(@CurrentUser() { userId, role }: UserPrincipal): Promise<UserProfileDto> {
    const user = await this.users.findById(userId);
    if (!user) throw new DomainError('unauthenticated', 'auth.required');
    return { ...presentProfile(user), role };
  }
}
