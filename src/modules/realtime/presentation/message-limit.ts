import type { AdminSocket } from './admin-socket';

/** Of one connection within a second, answers to pings included. */
export const MOST_MESSAGES = 20;
const SECOND_MS = 1_000;

/** Calls `exceeded` once, at the first message of a connection that is too much. */
export function limitMessages(connection: AdminSocket['conn'], exceeded: () => void): void {
  let began = 0;
  let messages = 0;
  const count = () => {
    const now = performance.now();
    if (now - began >= SECOND_MS) [began, messages] = [now, 0];
    if (++messages <= MOST_MESSAGES) return;
    connection.off('packet', count);
    exceeded();
  };
  connection.on('packet', count);
}
