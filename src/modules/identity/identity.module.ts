import { Module, OnApplicationBootstrap } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import { createSecretKey } from 'node:crypto';
import { Settings } from '../../common/config/settings';
import { AdmitAdministrator } from './application/admit-administrator';
import { ApiKeys } from './application/api-keys';
import { AuditRead } from './application/audit-read';
import { Authenticate } from './application/authenticate';
import { EnsureAdministrator } from './application/ensure-administrator';
import { EraseUser } from './application/erase-user';
import { LogIn } from './application/log-in';
import { PasswordChanges } from './application/password-changes';
import { PrincipalCache } from './application/principal-cache';
import { PutUsers } from './application/put-users';
import { AccessTokens, PlatformTokens } from './domain/access-tokens';
import { ApiKeyRepository } from './domain/api-key.repository';
import { AuditLog } from './domain/audit-log';
import { PasswordHasher } from './domain/password-hasher';
import { UserLifecycleRegistry } from './domain/user-lifecycle';
import { UserRepository } from './domain/user.repository';
import { ApiKeySchema } from './infrastructure/api-key.schema';
import { Argon2PasswordHasher } from './infrastructure/argon2-password-hasher';
import { JwksPlatformTokens } from './infrastructure/jwks-platform-tokens';
import { JwtAccessTokens } from './infrastructure/jwt-access-tokens';
import { PostgresApiKeyRepository } from './infrastructure/postgres-api-key.repository';
import { PostgresAuditLog } from './infrastructure/postgres-audit-log';
import { PostgresUserRepository } from './infrastructure/postgres-user.repository';
import { UserSchema } from './infrastructure/user.schema';
import { AccessGuard } from './presentation/access/access.guard';
import { AuthenticationMiddleware } from './presentation/access/authentication.middleware';
import { RateLimitMiddleware } from './presentation/access/rate-limit.middleware';
import { ApiKeysController } from './presentation/api-keys.controller';
import { AuditInterceptor } from './presentation/audit/audit.interceptor';
import { AuthController } from './presentation/auth.controller';
import { MetricsController } from './presentation/metrics.controller';
import { UsersController } from './presentation/users.controller';

@Module({
  imports: [
    TypeOrmModule.forFeature([ApiKeySchema, UserSchema]),
    JwtModule.registerAsync({
      inject: [Settings],
      // Ready made: jsonwebtoken takes text for a PEM key first, at each token, which costs ten times the check itself.
      useFactory: ({ jwtSecret }: Settings) => ({ secret: createSecretKey(jwtSecret, 'utf8') }),
    }),
  ],
  controllers: [ApiKeysController, AuthController, MetricsController, UsersController],
  providers: [
    AdmitAdministrator,
    ApiKeys,
    AuditRead,
    AuthenticationMiddleware,
    Authenticate,
    EnsureAdministrator,
    EraseUser,
    LogIn,
    PasswordChanges,
    PrincipalCache,
    PutUsers,
    RateLimitMiddleware,
    UserLifecycleRegistry,
    { provide: AccessTokens, useClass: JwtAccessTokens },
    { provide: ApiKeyRepository, useClass: PostgresApiKeyRepository },
    { provide: AuditLog, useClass: PostgresAuditLog },
    { provide: PlatformTokens, useClass: JwksPlatformTokens },
    { provide: PasswordHasher, useClass: Argon2PasswordHasher },
    { provide: UserRepository, useClass: PostgresUserRepository },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: AuditInterceptor },
  ],
  exports: [AdmitAdministrator, UserLifecycleRegistry, PutUsers, UserRepository],
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
