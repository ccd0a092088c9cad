import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

export interface BareMessage {
  readonly port?: number;
  /** When an emit began, in milliseconds since 1970. */
  readonly began?: number;
}

const now = () => performance.timeOrigin + performance.now();

/** The program of a child process: socket.io with nothing around it. It goes when its parent goes. */
function serve(): void {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const tell = (message: BareMessage) => process.send!(message);
  // Whatever it is told goes to everybody.
  process.on('message', (frame: object) => {
    tell({ began: now() });
    io.emit('metrics', frame);
  });
  process.on('disconnect', () => process.exit());
  http.listen(0, '127.0.0.1', () => tell({ port: (http.address() as AddressInfo).port }));
}

serve();
