import { exportJWK, generateKeyPair, type JWTPayload, type KeyLike, SignJWT } from 'jose';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const ISSUER = 'https://platform.example';
export const AUDIENCE = 'kinoscope';

type Algorithm = 'RS256' | 'ES256' | 'EdDSA';

/** A key pair as a platform has it. */
export interface PlatformKey {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly privateKey: KeyLike;
  readonly publicKey: KeyLike;
}

export async function makeKey(alg: Algorithm, kid: string): Promise<PlatformKey> {
  return { kid, alg, ...(await generateKeyPair(alg)) };
}

/** A valid token for a user; name only what the test is about. A claim given as undefined is left out. */
export async function aToken(
  key: PlatformKey,
  claims: JWTPayload,
  header: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: ISSUER, aud: AUDIENCE, iat: now, exp: now + 600, ...claims };
  return new SignJWT(payload)
    .setProtectedHeader({ alg: key.alg, kid: key.kid, ...header })
    .sign(key.privateKey);
}

type Answer = (response: ServerResponse) => void;

/** The address under which a platform publishes its keys; counts who asks. */
export class JwksServer {
  requests = 0;
  private readonly server: Server;
  private answer: Answer = (response) => response.end('{"keys":[]}');

  constructor() {
    this.server = createServer((_, response) => {
      this.requests++;
      this.answer(response);
    });
  }

  async listen(port = 0): Promise<this> {
    await once(this.server.listen(port, '127.0.0.1'), 'listening');
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/jwks.json`;
  }

  async publish(...keys: readonly PlatformKey[]): Promise<void> {
    const set = { keys: await Promise.all(keys.map(publicJwk)) };
    this.answer = (response) => response.end(JSON.stringify(set));
  }

  /** From now on, instead of keys. */
  answerWith(answer: Answer): void {
    this.answer = answer;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}

async function publicJwk({ publicKey, kid, alg }: PlatformKey) {
  return { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
}
