import { setTimeout as delay } from 'node:timers/promises';
import { GroupCommit } from './group-commit';

const double = (items: readonly number[]) => items.map((item) => item * 2);

describe('GroupCommit', () => {
  it('writes at once what came while others were written, and answers each caller its own', async () => {
    const writes: number[][] = [];
    const group = new GroupCommit<number, number>(
      async (items) => {
        writes.push([...items]);
        await delay(5);
        return double(items);
      },
      1,
      100,
      () => false,
    );
    const answers = await Promise.all([group.submit([1]), group.submit([2, 3]), group.submit([4])]);
    expect(answers).toEqual([[2], [4, 6], [8]]);
    expect(writes).toEqual([[1], [2, 3, 4]]);
  });

  it('keeps to its limits of items and of concurrent writes', async () => {
    let running = 0;
    let most = 0;
    const sizes: number[] = [];
    const group = new GroupCommit<number, number>(
      async (items) => {
        most = Math.max(most, ++running);
        sizes.push(items.length);
        await delay(2);
        running--;
        return double(items);
      },
      2,
      5,
      () => false,
    );
    await Promise.all(Array.from({ length: 30 }, (_, item) => group.submit([item, item])));
    expect(most).toBe(2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(60);
  });

  it('fails nobody for another’s sake', async () => {
    const group = new GroupCommit<number, number>(
      async (items) => {
        await delay(1);
        if (items.includes(13)) throw new Error('unlucky');
        return double(items);
      },
      1,
      100,
      () => false,
    );
    const answers = await Promise.allSettled([
      group.submit([1]),
      group.submit([2]),
      group.submit([13]),
      group.submit([3]),
    ]);
    expect(answers).toEqual([
      { status: 'fulfilled', value: [2] },
      { status: 'fulfilled', value: [4] },
      { status: 'rejected', reason: new Error('unlucky') },
      { status: 'fulfilled', value: [6] },
    ]);
  });

  it('fails all together for what would meet each of them', async () => {
    let writes = 0;
    const group = new GroupCommit<number, number>(
      async () => {
        writes++;
        await delay(1);
        throw new Error('away');
      },
      1,
      100,
      () => true,
    );
    const answers = await Promise.allSettled([group.submit([1]), group.submit([2]), group.submit([3])]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(writes).toBe(2);
  });
});
