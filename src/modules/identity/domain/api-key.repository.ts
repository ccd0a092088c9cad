import type { ApiKey } from './api-key';

/** Keys are found by the hash of their text; the text itself is not kept. */
export abstract class ApiKeyRepository {
  abstract insert(key: ApiKey, hash: Buffer): Promise<void>;

  /** Newest first. */
  abstract list(): Promise<ApiKey[]>;

  abstract findByHash(hash: Buffer): Promise<ApiKey | null>;

  abstract recordUse(id: string, at: Date): Promise<void>;

  /** False: there is no such key. */
  abstract delete(id: string): Promise<boolean>;
}
