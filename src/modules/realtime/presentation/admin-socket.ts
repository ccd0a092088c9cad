import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Locale } from '../../../common/config/settings';
import type { Subscription } from '../domain/subscription';

/** What a socket carries along, through a recovery of its connection too. */
export interface SocketData {
  userId: string;
  locale: Locale;
  subscription: Subscription | null;
  /** Number of the last frame that was made for it. */
  seq: number;
}

export type AdminSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

type Connection = AdminSocket['conn'];
type Breakable = { readonly socket?: { terminate(): void } };

/** Whether everything that was sent before has been handed to the network. */
export function isWritable({ conn }: AdminSocket): boolean {
  const { writeBuffer } = conn as unknown as { readonly writeBuffer: readonly unknown[] };
  return conn.transport.writable && writeBuffer.length === 0;
}

/** Closes without asking: who does not read does not answer either, and would be waited for half a minute. */
export function breakOff(connection: Connection): void {
  connection.close(true);
  (connection.transport as unknown as Breakable).socket?.terminate();
}
