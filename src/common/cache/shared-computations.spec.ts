import { setTimeout as delay } from 'node:timers/promises';
import { SharedComputations } from './shared-computations';

/** A computation that ends when told to, and counts how often it began. */
function aComputation() {
  let finish: (result: string) => void = () => undefined;
  const compute = jest.fn(() => new Promise<string>((resolve) => (finish = resolve)));
  return { compute, finish: (result: string) => finish(result) };
}

describe('SharedComputations', () => {
  it('are joined by who asks for the same while they run', async () => {
    const shared = new SharedComputations<string>(1_000);
    const { compute, finish } = aComputation();
    const results = [1, 2, 3].map(() => shared.run('key', performance.now(), compute));
    finish('once');
    expect(await Promise.all(results)).toEqual(['once', 'once', 'once']);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  it('are joined after their end by who began to look before it, and by nobody else', async () => {
    const shared = new SharedComputations<string>(1_000);
    const { compute, finish } = aComputation();
    const first = shared.run('key', performance.now(), compute);
    const lookedBefore = performance.now();
    await delay(5);
    finish('first');
    await first;
    await delay(5);
    expect(await shared.run('key', lookedBefore, compute)).toBe('first');
    const second = shared.run('key', performance.now(), compute);
    finish('second');
    expect(await second).toBe('second');
  });

  it('are not joined when they began too long ago', async () => {
    const shared = new SharedComputations<string>(5);
    const old = aComputation();
    void shared.run('key', performance.now(), old.compute);
    await delay(10);
    expect(await shared.run('key', performance.now(), () => Promise.resolve('new'))).toBe('new');
  });

  it('fail for all who joined, and once', async () => {
    const shared = new SharedComputations<string>(1_000);
    const asked = performance.now();
    const fail = () => Promise.reject(new Error('no'));
    const results = await Promise.allSettled([
      shared.run('key', asked, fail),
      shared.run('key', asked, fail),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await shared.run('key', performance.now() + 1, () => Promise.resolve('yes'))).toBe('yes');
  });
});
