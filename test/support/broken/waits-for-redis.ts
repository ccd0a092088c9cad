import { Redis } from '../../../src/common/redis/redis';

const WAIT_MS = 600;

/** A service that is broken on purpose: it waits for Redis longer than it may, and learns nothing from silence. */
Redis.prototype.run = async function (command) {
  if (this.state !== 'up') throw new Error('Redis is not available');
  const { client } = this;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      this.giveUp('it does not answer');
      reject(new Error('No answer'));
    }, WAIT_MS);
    command(client!)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
};
