import { LRUCache } from 'lru-cache';
import { Adapter } from 'socket.io-adapter';

type Session = Parameters<Adapter['persistSession']>[0];

/** How long a connection may be away and still go on where it was. */
export const RECOVERY_MS = 120_000;
const MOST_SESSIONS = 1_000;

/**
 * Remembers what sockets had subscribed to when their connection broke, but none of the frames that they missed: the
 * next one holds the totals. socket.io's own adapter keeps every frame of the last two minutes.
 */
export class RecoverableSessions extends Adapter {
  private readonly sessions = new LRUCache<string, Session>({ max: MOST_SESSIONS, ttl: RECOVERY_MS });

  override persistSession(session: Session): void {
    this.sessions.set(session.pid, session);
  }

  /** Each session once: two connections must not share what the sockets carry. */
  override restoreSession(pid: string): ReturnType<Adapter['restoreSession']> {
    const session = this.sessions.get(pid);
    this.sessions.delete(pid);
    return Promise.resolve(session ? { ...session, missedPackets: [] } : null!);
  }
}
