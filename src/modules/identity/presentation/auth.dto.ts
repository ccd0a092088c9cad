import { ApiProperty } from '@nestjs/swagger';
import { IsCleanText } from '../../../common/http/validation/constraints';

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
