import { CACHE_MANAGER, CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import { Global, Module } from '@nestjs/common';
import type { Cache } from 'cache-manager';
import type { Redis as IoRedis } from 'ioredis';
import { Keyv } from 'keyv';
import { LRUCache } from 'lru-cache';
import { Redis } from '../redis/redis';
import { RedisModule } from '../redis/redis.module';
import { AnswerCache } from './answer-cache';
import { AnswerStore, AnswerStores } from './answer-store';
import { redisStore } from './redis-store';
import { VersionFeed } from './version-feed';
import { LocalVersions, RedisVersions } from './versions';

/** Characters of JSON that the process may hold without Redis. */
const MEMORY_LIMIT = 16_000_000;

/** Keys stand in Redis to the letter; failures come out as such instead of looking like absent keys. */
const KEYV_OPTIONS = { useKeyPrefix: false, namespace: undefined, throwOnErrors: true, emitErrors: false };

const inRedis = (client: IoRedis) => new Keyv(redisStore(client), KEYV_OPTIONS);

function inMemory(): Keyv {
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

/** The store of cache-manager is Redis where there is one; the process has a bounded one of its own in any case. */
function makeStores({ stores: [main] }: Cache, { client }: Redis): AnswerStores {
  return client
    ? {
        local: new AnswerStore(inMemory(), new LocalVersions()),
        shared: new AnswerStore(main!, new RedisVersions(client)),
      }
    : { local: new AnswerStore(main!, new LocalVersions()), shared: null };
}

@Global()
@Module({
  imports: [
    RedisModule,
    NestCacheModule.registerAsync({
      imports: [RedisModule],
      inject: [Redis],
      useFactory: ({ client }: Redis) => ({ stores: [client ? inRedis(client) : inMemory()] }),
    }),
  ],
  providers: [
    AnswerCache,
    VersionFeed,
    { provide: AnswerStores, inject: [CACHE_MANAGER, Redis], useFactory: makeStores },
  ],
  exports: [AnswerCache, NestCacheModule, RedisModule],
})
export class CacheModule {}
