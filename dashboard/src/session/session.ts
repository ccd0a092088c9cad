import { useSyncExternalStore } from 'react';

export interface Session {
  readonly token: string;
  readonly userId: string;
  readonly role: 'admin' | 'user';
  readonly email: string | null;
}

export type EndReason = 'logged_out' | 'expired';

/** Lives as long as the tab: a closed browser is logged out. */
const PLACE = 'kinoscope.session';

let current: Session | null = restore();
let ended: EndReason | null = null;
const listeners = new Set<() => void>();

function restore(): Session | null {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}

export function readSession(): Session | null {
  return current;
}

/** Why nobody is logged in any more; null where nobody was. */
export function readEndReason(): EndReason | null {
  return ended;
}

export function beginSession(session: Session): void {
  sessionStorage.setItem(PLACE, JSON.stringify(session));
  change(session, null);
}

export function endSession(reason: EndReason): void {
  sessionStorage.removeItem(PLACE);
  change(null, reason);
}

export function useSession(): Session | null {
  return useSyncExternalStore(subscribe, readSession);
}

export function onSessionChange(listener: () => void): () => void {
  return subscribe(listener);
}

function change(session: Session | null, reason: EndReason | null): void {
  current = session;
  ended = reason;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
