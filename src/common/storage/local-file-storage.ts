import { createWriteStream } from 'node:fs';
import { access, constants, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  checkFileName,
  type FilePlace,
  FileStorage,
  type StorageState,
  type StoredFileOptions,
} from '../kernel/file-storage';

/** Names of files cannot end like this. */
const PARTIAL = '~';

/** A folder of this machine, outside of all that is served as web pages. */
export class LocalFileStorage extends FileStorage {
  constructor(private readonly folder: string) {
    super();
  }

  async put(name: string, content: AsyncIterable<Uint8Array>, { signal }: StoredFileOptions): Promise<void> {
    const path = this.pathOf(name);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    try {
      const file = createWriteStream(path + PARTIAL, { mode: 0o600, flush: true });
      await pipeline(Readable.from(content, { objectMode: false }), file, { signal });
      await rename(path + PARTIAL, path);
      await this.syncFolder();
    } catch (error) {
      await rm(path + PARTIAL, { force: true });
      throw error;
    }
  }

  async place(name: string): Promise<FilePlace | null> {
    const path = this.pathOf(name);
    const found = await stat(path).catch(() => null);
    return found?.isFile() ? { kind: 'local', folder: this.folder, name } : null;
  }

  async delete(name: string): Promise<void> {
    const path = this.pathOf(name);
    await rm(path, { force: true });
    await rm(path + PARTIAL, { force: true });
  }

  async *list(): AsyncIterable<string> {
    const names = await readdir(this.folder).catch(() => []);
    yield* new Set(names.map((name) => (name.endsWith(PARTIAL) ? name.slice(0, -PARTIAL.length) : name)));
  }

  async state(): Promise<StorageState> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await access(this.folder, constants.W_OK);
      return 'embedded';
    } catch {
      return 'down';
    }
  }

  private pathOf(name: string): string {
    checkFileName(name);
    return join(this.folder, name);
  }

  /** The new name survives a power cut too; where folders cannot be opened (Windows) that is the system's affair. */
  private async syncFolder(): Promise<void> {
    const folder = await open(this.folder, 'r').catch(() => null);
    try {
      await folder?.sync();
    } catch {
      // Some file systems refuse it.
    } finally {
      await folder?.close();
    }
  }
}
