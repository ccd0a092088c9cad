import { setTimeout as delay } from 'node:timers/promises';
import { FileStorage } from '../../src/common/kernel/file-storage';

const HANDOVER = { contentType: 'text/csv; charset=utf-8', disposition: `attachment; filename="a b.csv"` };
const OPTIONS = { contentType: 'text/csv; charset=utf-8' };
const PIECE = 1_000_000;

interface Subject {
  readonly storage: FileStorage;
  /** Bytes of a file as somebody gets them who is led to its place; null: nobody can. */
  read(name: string): Promise<Buffer | null>;
}

/** What every adapter must do; `open` gives an empty storage. */
export function fileStorageContract(open: () => Promise<Subject>): void {
  let storage: FileStorage;
  let read: Subject['read'];
  beforeEach(async () => ({ storage, read } = await open()));

  const names = async () => {
    const found: string[] = [];
    for await (const name of storage.list()) found.push(name);
    return found.sort();
  };

  it('keeps what it is given, of any size', async () => {
    await storage.put('small.csv', pieces(['a', 'b']), OPTIONS);
    await storage.put('empty.csv', pieces([]), OPTIONS);
    await storage.put('big.csv', blocks(13), OPTIONS);
    expect((await read('small.csv'))?.toString()).toBe('ab');
    expect((await read('empty.csv'))?.length).toBe(0);
    const big = (await read('big.csv'))!;
    expect(big.length).toBe(13 * PIECE);
    expect(big.at(0)).toBe(0);
    expect(big.at(-1)).toBe(12);
    expect(await names()).toEqual(['big.csv', 'empty.csv', 'small.csv']);
  });

  it('replaces a file as a whole', async () => {
    await storage.put('a.csv', pieces(['the old one']), OPTIONS);
    await storage.put('a.csv', pieces(['new']), OPTIONS);
    expect((await read('a.csv'))?.toString()).toBe('new');
  });

  it.each([1, 13])('keeps nothing of a file of %d MB that ends in a failure', async (count) => {
    const failing = async function* () {
      yield* blocks(count);
      await delay(10);
      throw new Error('no more');
    };
    await expect(storage.put('a.csv', failing(), OPTIONS)).rejects.toThrow('no more');
    expect(await read('a.csv')).toBeNull();
    expect(await names()).toEqual([]);
  });

  it('leaves the older file when a newer one fails or is broken off', async () => {
    await storage.put('a.csv', pieces(['older']), OPTIONS);
    const over = new AbortController();
    const endless = async function* () {
      for (;;) {
        yield Buffer.alloc(PIECE);
        await delay(20);
      }
    };
    setTimeout(() => over.abort(), 300);
    await expect(storage.put('a.csv', endless(), { ...OPTIONS, signal: over.signal })).rejects.toThrow();
    expect((await read('a.csv'))?.toString()).toBe('older');
    expect(await names()).toEqual(['a.csv']);
  });

  it('deletes, also what is not there', async () => {
    await storage.put('a.csv', pieces(['a']), OPTIONS);
    await storage.put('ab.csv', pieces(['ab']), OPTIONS);
    await storage.delete('a.csv');
    await storage.delete('a.csv');
    expect(await storage.place('a.csv', HANDOVER)).toBeNull();
    expect(await names()).toEqual(['ab.csv']);
  });

  it.each([
    '',
    '.',
    '..',
    '../a',
    'a/b',
    'a\\b',
    '/etc/passwd',
    'a..b',
    'A.csv',
    'a b',
    'a\0',
    '~',
    'a~',
    'ю',
  ])('takes %j for no name', async (name) => {
    await expect(storage.put(name, pieces(['x']), OPTIONS)).rejects.toThrow('is no name');
    await expect(storage.place(name, HANDOVER)).rejects.toThrow('is no name');
    await expect(storage.delete(name)).rejects.toThrow('is no name');
  });
}

async function* pieces(texts: readonly string[]): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  for (const text of texts) yield Buffer.from(text);
}

async function* blocks(count: number): AsyncIterable<Uint8Array> {
  await Promise.resolve();
  for (let block = 0; block < count; block++) yield Buffer.alloc(PIECE, block);
}
