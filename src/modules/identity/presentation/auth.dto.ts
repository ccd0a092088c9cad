import { ApiProperty } from '@nestjs/swagger';
import { IsCleanText } from '../../../common/http/validation/constraints';
import { type Role, ROLES } from '../../../common/kernel/role';

export class LogInDto {
  @IsCleanText(1, 320)
  @ApiProperty({ format: 'email', example: 'anna@example.org' })
  email: string;

  @IsCleanText(1, 1_000)
  @ApiProperty({ format: 'password' })
  password: string;
}

export class AccessTokenDto {
  /** A JWT, to be sent as `Authorization: Bearer …`. */
  access_token: string;

  @ApiProperty({ enum: ['Bearer'] })
  token_type: 'Bearer';

  /** Seconds. */
  @ApiProperty({ type: 'integer', example: 3600 })
  expires_in: number;
}

export class MeDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  email: string | null;

  name: string | null;

  /** IANA name; null: UTC. */
  timezone: string | null;

  @ApiProperty({ format: 'date-time' })
  registered_at: string;
}
