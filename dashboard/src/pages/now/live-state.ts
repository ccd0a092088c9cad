/** docs/realtime.md of the service is the contract of these messages. */
export interface Frame {
  readonly seq: number;
  readonly at: string;
  readonly window_seconds: number;
  readonly views?: number;
  readonly views_per_minute?: number;
  readonly active_users?: number;
  readonly watch_minutes?: number;
  readonly top_releases?: readonly { release_id: string; title: string | null; views: number }[];
  readonly conversions?: readonly { test_id: string; variant_id: string; count: number }[];
}

export interface Minute {
  readonly at: string;
  readonly views: number;
}

export interface Snapshot extends Omit<Frame, 'seq'> {
  /** The oldest first; the last one is still running. */
  readonly minutes: readonly { at: string; views?: number }[];
}

export interface LiveState {
  readonly seq: number;
  readonly frame: Omit<Frame, 'seq'>;
  readonly minutes: readonly Minute[];
}

const MINUTE_MS = 60_000;

export function stateOf({ minutes, ...frame }: Snapshot, seq: number): LiveState {
  return { seq, frame, minutes: minutes.map(({ at, views = 0 }) => ({ at, views })) };
}

/**
 * The state after a frame. Null: the frame does not follow the state, because one was lost or another minute has
 * begun, and a new snapshot is needed.
 */
export function after(state: LiveState, { seq, ...frame }: Frame): LiveState | null {
  const running = state.minutes.at(-1);
  if (seq !== state.seq + 1 || !running) return null;
  if (Date.parse(frame.at) >= Date.parse(running.at) + MINUTE_MS) return null;
  // Frames carry the whole window's views; what has been added belongs to the running minute.
  const added = (frame.views ?? 0) - (state.frame.views ?? 0);
  const minutes = [
    ...state.minutes.slice(0, -1),
    { at: running.at, views: Math.max(0, running.views + added) },
  ];
  return { seq, frame, minutes };
}
