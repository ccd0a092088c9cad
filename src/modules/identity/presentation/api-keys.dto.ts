import { ApiProperty } from '@nestjs/swagger';
import { ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsCleanText } from '../../../common/http/validation/constraints';
import { type Scope, SCOPES } from '../domain/api-key';

export class CreateApiKeyDto {
  /** For people: which program this key is for. */
  @IsCleanText(1, 100)
  @ApiProperty({ example: 'player backend' })
  name: string;

  /** `ingest` feeds data, `erase` erases users, `metrics` reads the service's own metrics. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  @ApiProperty({ enum: SCOPES, isArray: true, example: ['ingest'] })
  scopes: Scope[];
}

export class ApiKeyDto {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'player backend' })
  name: string;

  @ApiProperty({ enum: SCOPES, isArray: true, example: ['ingest'] })
  scopes: Scope[];

  @ApiProperty({ format: 'date-time' })
  created_at: string;

  /** To about a minute; null: never used. */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  last_used_at: string | null;
}

export class CreatedApiKeyDto extends ApiKeyDto {
  /** Send it as `X-Api-Key`. It is shown this once only. */
  @ApiProperty({ example: 'ksk_Qm9zYS1ub3ZhLWlzLWEtcmh5dGhtLW9mLXRoZS1zZWE' })
  key: string;
}

export class ApiKeyListDto {
  /** Newest first. */
  @ApiProperty({ type: [ApiKeyDto] })
  items: ApiKeyDto[];

  /** Always null: all keys come at once. */
  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
