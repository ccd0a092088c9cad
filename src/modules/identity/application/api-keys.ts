import { Injectable, Logger } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import { Clock } from '../../../common/kernel/clock';
import { DomainError } from '../../../common/kernel/domain-error';
import type { ApiKey, Scope } from '../domain/api-key';
import { ApiKeyRepository } from '../domain/api-key.repository';
import type { ApiKeyPrincipal } from '../domain/principal';

/** Tells our keys from other secrets, for people and for scanners of leaked ones. */
const PREFIX = 'ksk_';
const SECRET_BYTES = 32;

/** How long another process may go on taking a revoked key. */
const CACHE_MS = 30_000;
const CACHED_KEYS = 1_000;
const USE_RECORDED_EVERY_MS = 60_000;

/** Makes, lists, revokes and recognises API keys. A key of 256 random bits needs no slow hash. */
@Injectable()
export class ApiKeys {
  private readonly logger = new Logger(ApiKeys.name);
  private readonly recent: LRUCache<string, ApiKeyPrincipal>;
  private readonly useRecorded: LRUCache<string, true>;

  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly clock: Clock,
  ) {
    const perf = { now: () => clock.now().getTime() };
    this.recent = new LRUCache({ max: CACHED_KEYS, ttl: CACHE_MS, perf });
    this.useRecorded = new LRUCache({ max: CACHED_KEYS, ttl: USE_RECORDED_EVERY_MS, perf });
  }

  /** The text is in the answer and nowhere else. */
  async create(name: string, scopes: readonly Scope[]): Promise<{ key: ApiKey; text: string }> {
    const text = PREFIX + randomBytes(SECRET_BYTES).toString('base64url');
    const key: ApiKey = { id: uuidv7(), name, scopes, createdAt: this.clock.now(), lastUsedAt: null };
    await this.keys.insert(key, hashOf(text));
    return { key, text };
  }

  list(): Promise<ApiKey[]> {
    return this.keys.list();
  }

  async revoke(id: string): Promise<void> {
    const deleted = await this.keys.delete(id);
    this.recent.clear();
    if (!deleted) throw new DomainError('not_found', 'api_key.not_found');
  }

  /** Null: no such key. */
  async recognise(text: string): Promise<ApiKeyPrincipal | null> {
    if (!text.startsWith(PREFIX) || text.length > 100) return null;
    const hash = hashOf(text);
    const principal = this.recent.get(hash.toString('hex')) ?? (await this.find(hash));
    if (principal) this.recordUse(principal.keyId);
    return principal;
  }

  private async find(hash: Buffer): Promise<ApiKeyPrincipal | null> {
    const key = await this.keys.findByHash(hash);
    if (!key) return null;
    const principal: ApiKeyPrincipal = { kind: 'api_key', keyId: key.id, scopes: key.scopes };
    this.recent.set(hash.toString('hex'), principal);
    return principal;
  }

  /** In the background: no request waits for it, and none fails with it. */
  private recordUse(id: string): void {
    if (this.useRecorded.has(id)) return;
    this.useRecorded.set(id, true);
    this.keys.recordUse(id, this.clock.now()).catch((error: unknown) => {
      this.useRecorded.delete(id);
      this.logger.warn({ err: error }, 'The last use of an API key could not be recorded');
    });
  }
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
