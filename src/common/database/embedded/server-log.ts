import { FileHandle, open, rename, stat } from 'node:fs/promises';
import { DataFolder, giveToOwner } from './data-folder';

const MAX_BYTES = 5 * 1024 * 1024;
const TAIL_BYTES = 64 * 1024;

/** Opens the log for a new server; a long one becomes `postgres.log.1`, replacing the one before. */
export async function openLog(folder: DataFolder): Promise<{ handle: FileHandle; size: number }> {
  const before = await stat(folder.log).catch(() => undefined);
  if (before && before.size > MAX_BYTES) await rename(folder.log, `${folder.log}.1`);
  const handle = await open(folder.log, 'a', 0o600);
  await giveToOwner(folder, folder.log);
  return { handle, size: (await handle.stat()).size };
}

/** What was written since the log had `size` bytes, at most the last 64 KiB. */
export async function readLogSince(folder: DataFolder, size: number): Promise<string> {
  const handle = await open(folder.log, 'r').catch(() => undefined);
  if (!handle) return '';
  try {
    const end = (await handle.stat()).size;
    // Shorter than before: another process has put the old one aside meanwhile.
    const from = Math.max(end < size ? 0 : size, end - TAIL_BYTES);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - from), 0, end - from, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
