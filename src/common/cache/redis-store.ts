import { KeyvAdapter } from 'cache-manager';
import { redisInsStore } from 'cache-manager-ioredis-yet';
import type { Redis } from 'ioredis';

/** Sorted set of the keys with a time to live, by when they end. */
const OWN_KEYS = 'kinoscope:cache-keys';
const KEYS_AT_ONCE = 1_000;

/** What of redisInsStore's store is built on here; its published type is of an older cache-manager. */
interface Store {
  set(key: string, value: unknown, ttlMs?: number): Promise<void>;
}

/** Keeps a cache's entries in Redis and knows which they are: `clear` takes those, and not the whole database. */
export function redisStore(client: Redis): KeyvAdapter {
  const store = redisInsStore(client) as unknown as Store;
  const set = async (key: string, value: unknown, ttlMs?: number) => {
    const now = Date.now();
    await Promise.all([
      ...(ttlMs
        ? [client.zadd(OWN_KEYS, now + ttlMs, key), client.zremrangebyscore(OWN_KEYS, '-inf', now)]
        : []),
      store.set(key, value, ttlMs),
    ]);
  };
  const reset = async () => {
    for (;;) {
      const keys = (await client.zpopmin(OWN_KEYS, KEYS_AT_ONCE)).filter((_, index) => index % 2 === 0);
      if (keys.length === 0) return;
      await client.unlink(...keys);
    }
  };
  return new KeyvAdapter({ ...store, set, reset } as never);
}
