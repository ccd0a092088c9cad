import { ApiProperty } from '@nestjs/swagger';
import { IsCleanText } from '../../../common/http/validation/constraints';
import { type Role, ROLES } from '../../../common/kernel/role';

export class LogInDto {
  @IsCleanText(1, 320)
  email: string;

  @IsCleanText(1, 1_000)
  password: string;
}

export class AccessTokenDto {
  access_token: string;

  @ApiProperty({ example: 'Bearer' })
  token_type: string;

  /** Seconds. */
  @ApiProperty({ example: 3600 })
  expires_in: number;
}

export class MeDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  @ApiProperty({ type: String, nullable: true })
  email: string | null;

  @ApiProperty({ type: String, nullable: true })
  name: string | null;

  /** IANA name; null: UTC. */
  @ApiProperty({ type: String, nullable: true })
  timezone: string | null;

  @ApiProperty({ format: 'date-time' })
  registered_at: string;
}
