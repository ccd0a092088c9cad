import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalFileStorage } from '../../src/common/storage/local-file-storage';
import { fileStorageContract } from '../contracts/file-storage.contract';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'kinoscope-files-'));
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

describe('FileStorage on a disk', () => {
  fileStorageContract(() => {
    const storage = new LocalFileStorage(join(newFolder(), 'made at the first file'));
    return Promise.resolve({
      storage,
      read: async (name) => {
        const place = await storage.place(name);
        return place?.kind === 'local' ? readFileSync(join(place.folder, place.name)) : null;
      },
    });
  });

  it('lists the remains of a file whose process died, and deletes them', async () => {
    const folder = newFolder();
    const storage = new LocalFileStorage(folder);
    writeFileSync(join(folder, 'a.csv~'), 'half of i');
    const names = async () => {
      const found: string[] = [];
      for await (const name of storage.list()) found.push(name);
      return found;
    };
    expect(await storage.place('a.csv')).toBeNull();
    expect(await names()).toEqual(['a.csv']);
    await storage.delete('a.csv');
    expect(await names()).toEqual([]);
  });

  it('is down where it may not write', async () => {
    expect(await new LocalFileStorage(newFolder()).state()).toBe('embedded');
    const file = join(newFolder(), 'a file');
    writeFileSync(file, '');
    expect(await new LocalFileStorage(join(file, 'no folder')).state()).toBe('down');
  });
});
