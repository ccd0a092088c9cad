import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiTags,
} from '@nestjs/swagger';
import { ProblemDto } from '../../../common/http/problem';
import { IdPipe } from '../../../common/http/validation/id.pipe';
import { formatInstant } from '../../../common/kernel/instant';
import { ApiKeys } from '../application/api-keys';
import type { ApiKey } from '../domain/api-key';
import { RequireRole } from './access/access.decorators';
import { ApiKeyDto, ApiKeyListDto, CreateApiKeyDto, CreatedApiKeyDto } from './api-keys.dto';

@ApiTags('api-keys')
@Controller('api-keys')
@RequireRole('admin')
export class ApiKeysController {
  constructor(private readonly apiKeys: ApiKeys) {}

  /** Makes a key for a program. The answer is the only place that ever shows it. */
  @Post()
  @ApiCreatedResponse({ type: CreatedApiKeyDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  async create(@Body() { name, scopes }: CreateApiKeyDto): Promise<CreatedApiKeyDto> {
    const { key, text } = await this.apiKeys.create(name, scopes);
    return { ...present(key), key: text };
  }

  /** All keys, without their texts. */
  @Get()
  @ApiOkResponse({ type: ApiKeyListDto })
  async list(): Promise<ApiKeyListDto> {
    return { items: (await this.apiKeys.list()).map(present), next_cursor: null };
  }

  /** Revokes a key: here at once, in other processes within half a minute. */
  @Delete(':key_id')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'The key opens nothing any more' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto })
  async revoke(@Param('key_id', IdPipe) keyId: string): Promise<void> {
    await this.apiKeys.revoke(keyId);
  }
}

function present({ id, name, scopes, createdAt, lastUsedAt }: ApiKey): ApiKeyDto {
  return {
    id,
    name,
    scopes: [...scopes],
    created_at: formatInstant(createdAt),
    last_used_at: lastUsedAt && formatInstant(lastUsedAt),
  };
}
