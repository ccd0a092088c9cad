import { CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import { Global, Module } from '@nestjs/common';
import { KeyvAdapter } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import { Keyv } from 'keyv';
import { LRUCache } from 'lru-cache';
import { Redis } from '../redis/redis';
import { RedisModule } from '../redis/redis.module';
import { AnswerCache } from './answer-cache';
import { VersionFeed } from './version-feed';

/** Characters of JSON that the process may hold without Redis. */
const MEMORY_LIMIT = 16_000_000;

/** Keys stand in Redis to the letter; failures come out as such instead of looking like absent keys. */
const KEYV_OPTIONS = { useKeyPrefix: false, namespace: undefined, throwOnErrors: true, emitErrors: false };

function makeStore({ client }: Redis): Keyv {
  if (client) return new Keyv(new KeyvAdapter(redisInsStore(client) as never), KEYV_OPTIONS);
  const memory = new LRUCache<string, string>({
    maxSize: MEMORY_LIMIT,
    sizeCalculation: (value, key) => key.length + value.length,
  });
  // Keyv hands the time to live over as a bare number.
  const store = {
    get: (key: string) => memory.get(key),
    set: (key: string, value: string, ttl?: number) => memory.set(key, value, { ttl: ttl ?? 0 }),
    delete: (key: string) => memory.delete(key),
    clear: () => memory.clear(),
  };
  return new Keyv({ ...KEYV_OPTIONS, store });
}

@Global()
@Module({
  imports: [
    RedisModule,
    NestCacheModule.registerAsync({
      imports: [RedisModule],
      inject: [Redis],
      useFactory: (redis: Redis) => ({ stores: [makeStore(redis)] }),
    }),
  ],
  providers: [AnswerCache, VersionFeed],
  exports: [AnswerCache, NestCacheModule, RedisModule],
})
export class CacheModule {}
