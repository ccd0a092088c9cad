export interface StoredFileOptions {
  readonly contentType: string;
  /** Aborted: nothing is stored, and `put` fails. */
  readonly signal?: AbortSignal;
}

/** How a file is handed to a browser. */
export interface Handover {
  readonly contentType: string;
  /** A whole Content-Disposition header. */
  readonly disposition: string;
}

/** Where the bytes of a file can be had: here, or at an address that opens to anybody for some minutes. */
export type FilePlace =
  | { readonly kind: 'local'; readonly folder: string; readonly name: string }
  | { readonly kind: 'url'; readonly url: string };

export type StorageState = 'up' | 'down' | 'embedded';

/**
 * Files that the service has made. Names are flat: small letters, digits, `-` and `.`, beginning with a letter or a
 * digit. Any other name fails.
 */
export abstract class FileStorage {
  /** Stores all that `content` yields, or nothing: a name is there when the whole file is. Writes over an older one. */
  abstract put(name: string, content: AsyncIterable<Uint8Array>, options: StoredFileOptions): Promise<void>;

  /** Null: there is no such file. */
  abstract place(name: string, handover: Handover): Promise<FilePlace | null>;

  /** Removes the file, and what a `put` of it that was broken off has left behind. A name that is not there is no error. */
  abstract delete(name: string): Promise<void>;

  /** Names of all files, those included of which there are only remains. */
  abstract list(): AsyncIterable<string>;

  /** For the status: embedded: a folder of this machine. Answers within a second or two. */
  abstract state(): Promise<StorageState>;
}

/** Throws for what is no name of a file; so no name can lead out of the folder. */
export function checkFileName(name: string): void {
  if (!/^[a-z0-9][a-z0-9.-]{0,200}$/.test(name) || name.includes('..'))
    throw new Error(`${JSON.stringify(name)} is no name of a stored file`);
}
