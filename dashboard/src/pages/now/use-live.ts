import { useCallback, useEffect, useRef, useState } from 'react';
import { io, type Socket } from 'socket.io-client';
import { useSession } from '../../session/session';
import { after, type Frame, type LiveState, type Snapshot, stateOf } from './live-state';

const PATH = '/api/v1/analytics/v2/realtime';
const METRICS = ['views', 'active_users', 'watch_time', 'top_releases', 'conversions'];

/** `refused`: the service does not let this account in; `lost`: it cannot be reached, and is tried again. */
export type Connection = 'connecting' | 'live' | 'lost' | 'refused';

type Answer = { ok: true; snapshot: Snapshot; seq: number } | { ok: false; message: string };

export interface Live {
  readonly connection: Connection;
  /** Why it was refused, in the reader's language. */
  readonly reason: string | null;
  readonly state: LiveState | null;
  readonly paused: boolean;
  readonly pause: (paused: boolean) => void;
}

/** The stream of what is going on, while the page is open and the service has one. Paused, it stands still; then it shows what is now. */
export function useLive(language: string, available: boolean): Live {
  const token = useSession()?.token;
  const [connection, setConnection] = useState<Connection>('connecting');
  const [reason, setReason] = useState<string | null>(null);
  const [state, setState] = useState<LiveState | null>(null);
  const [paused, setPaused] = useState(false);
  const socket = useRef<Socket | null>(null);
  const shown = useRef<LiveState | null>(null);
  const isPaused = useRef(false);

  const show = useCallback((next: LiveState | null) => {
    shown.current = next;
    setState(next);
  }, []);

  const subscribe = useCallback(() => {
    // Frames count again from the snapshot.
    shown.current = null;
    socket.current?.emit('subscribe', { metrics: METRICS }, (answer: Answer) => {
      if (answer.ok) {
        setConnection('live');
        if (!isPaused.current) show(stateOf(answer.snapshot, answer.seq));
      } else {
        setConnection('refused');
        setReason(answer.message);
      }
    });
  }, [show]);

  useEffect(() => {
    if (!available) return;
    const made = io({ path: PATH, auth: { token }, extraHeaders: { 'Accept-Language': language } });
    socket.current = made;
    const refuse = (message: string) => {
      setConnection('refused');
      setReason(message);
    };
    made.on('connect', subscribe);
    made.on('metrics', (frame: Frame) => {
      if (isPaused.current || !shown.current) return;
      const next = after(shown.current, frame);
      if (next) show(next);
      else subscribe();
    });
    made.on('disconnect', () => setConnection('lost'));
    made.on('closed', ({ message }: { message: string }) => refuse(message));
    made.on('connect_error', (error: Error & { data?: { code?: string } }) => {
      if (error.data?.code) refuse(error.message);
      else setConnection('lost');
    });
    return () => {
      made.disconnect();
      socket.current = null;
    };
  }, [token, language, available, subscribe, show]);

  const pause = useCallback(
    (wanted: boolean) => {
      isPaused.current = wanted;
      setPaused(wanted);
      if (!wanted && socket.current?.connected) subscribe();
    },
    [subscribe],
  );
  return { connection, reason, state, paused, pause };
}
