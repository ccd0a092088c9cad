import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { ApiKey } from '../domain/api-key';
import { ApiKeyRepository } from '../domain/api-key.repository';
import { ApiKeySchema } from './api-key.schema';

@Injectable()
export class PostgresApiKeyRepository extends ApiKeyRepository {
  constructor(@InjectRepository(ApiKeySchema) private readonly keys: Repository<ApiKey & { hash: Buffer }>) {
    super();
  }

  async insert(key: ApiKey, hash: Buffer): Promise<void> {
    await this.keys.insert({ ...key, scopes: [...key.scopes], hash });
  }

  list(): Promise<ApiKey[]> {
    return this.keys.find({ order: { createdAt: 'DESC', id: 'DESC' } });
  }

  findByHash(hash: Buffer): Promise<ApiKey | null> {
    return this.keys.findOneBy({ hash });
  }

  async recordUse(id: string, at: Date): Promise<void> {
    await this.keys.update({ id }, { lastUsedAt: at });
  }

  async delete(id: string): Promise<boolean> {
    const { affected } = await this.keys.delete({ id });
    return affected === 1;
  }
}
