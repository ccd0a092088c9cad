import { setTimeout as delay } from 'node:timers/promises';
import type { StoredFileOptions } from '../../src/common/kernel/file-storage';
import { LocalFileStorage } from '../../src/common/storage/local-file-storage';

/** Stores in a folder, but lets a test hold a file back after its first piece, or fail. */
export class GatedFileStorage extends LocalFileStorage {
  /** Files whose first piece has come and that are held back. */
  held = 0;
  shut = false;
  failures = 0;

  override put(name: string, content: AsyncIterable<Uint8Array>, options: StoredFileOptions): Promise<void> {
    return super.put(name, this.gated(content, options.signal), options);
  }

  private async *gated(content: AsyncIterable<Uint8Array>, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    if (this.failures > 0) {
      this.failures--;
      throw new Error('The disk is full');
    }
    for await (const chunk of content) {
      yield chunk;
      if (!this.shut) continue;
      this.held++;
      while (this.shut) await delay(10, undefined, { signal });
    }
  }
}
