import { Module, OnApplicationBootstrap } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Settings } from '../../common/config/settings';
import { Authenticate } from './application/authenticate';
import { EnsureAdministrator } from './application/ensure-administrator';
import { EraseUser } from './application/erase-user';
import { LogIn } from './application/log-in';
import { PrincipalCache } from './application/principal-cache';
import { PutUsers } from './application/put-users';
import { AccessTokens } from './domain/access-tokens';
import { PasswordHasher } from './domain/password-hasher';
import { UserLifecycleRegistry } from './domain/user-lifecycle';
import { UserRepository } from './domain/user.repository';
import { Argon2PasswordHasher } from './infrastructure/argon2-password-hasher';
import { JwtAccessTokens } from './infrastructure/jwt-access-tokens';
import { PostgresUserRepository } from './infrastructure/postgres-user.repository';
import { UserSchema } from './infrastructure/user.schema';
import { AccessGuard } from './presentation/access/access.guard';
import { AuthController } from './presentation/auth.controller';
import { UsersController } from './presentation/users.controller';

@Module({
  imports: [
    TypeOrmModule.forFeature([UserSchema]),
    JwtModule.registerAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({ secret: settings.jwtSecret }),
    }),
  ],
  controllers: [AuthController, UsersController],
  providers: [
    Authenticate,
    EnsureAdministrator,
    EraseUser,
    LogIn,
    PrincipalCache,
    PutUsers,
    UserLifecycleRegistry,
    { provide: AccessTokens, useClass: JwtAccessTokens },
    { provide: PasswordHasher, useClass: Argon2PasswordHasher },
    { provide: UserRepository, useClass: PostgresUserRepository },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [UserLifecycleRegistry, PutUsers],
})
export class IdentityModule implements OnApplicationBootstrap {
  constructor(
    private readonly settings: Settings,
    private readonly ensureAdministrator: EnsureAdministrator,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ADMIN_EMAIL, ADMIN_PASSWORD } = this.settings;
    if (ADMIN_EMAIL && ADMIN_PASSWORD) await this.ensureAdministrator.execute(ADMIN_EMAIL, ADMIN_PASSWORD);
  }
}
