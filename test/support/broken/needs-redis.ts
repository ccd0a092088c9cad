import { AnswerCache } from '../../../src/common/cache/answer-cache';
import { Redis } from '../../../src/common/redis/redis';

/** A service that is broken on purpose: it does not answer without its cache. */
const { find } = AnswerCache.prototype;
AnswerCache.prototype.find = function (...question) {
  const { redis } = this as unknown as { redis: Redis };
  if (redis.state === 'down') throw new Error('Redis is not available');
  return find.apply(this, question);
};
