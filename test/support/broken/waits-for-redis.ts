import { Redis } from '../../../src/common/redis/redis';

const WAIT_MS = 600;
const HOPE_MS = 4_000;

/** A service that is broken on purpose: it waits for each answer of Redis too long, and goes on hoping for the next. */
const { giveUp } = Redis.prototype;
let hopes = false;
Redis.prototype.giveUp = function (reason) {
  if (this.state !== 'up') return giveUp.call(this, reason);
  if (hopes) return;
  hopes = true;
  setTimeout(() => {
    hopes = false;
    giveUp.call(this, reason);
  }, HOPE_MS);
};
Redis.prototype.run = async function (command) {
  const { client } = this;
  if (!client || this.state !== 'up') throw new Error('Redis is not available');
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      this.giveUp('it does not answer');
      reject(new Error('No answer'));
    }, WAIT_MS);
    command(client)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
};
