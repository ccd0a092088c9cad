import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import helmet from 'helmet';
import { type IncomingMessage, type Server as HttpServer, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Server, ServerOptions } from 'socket.io';

/** How long a client may take to read an answer to an upgrade that nobody has asked for. */
const ANSWER_MS = 10_000;

/** socket.io beside the routes, on the same port and with the same headers. */
export class SocketAdapter extends IoAdapter {
  constructor(
    app: INestApplication,
    private readonly corsOrigins: readonly string[],
  ) {
    super(app);
  }

  override createIOServer(port: number, options: ServerOptions): Server {
    const cors = this.corsOrigins.length > 0 ? { cors: { origin: [...this.corsOrigins] } } : {};
    // An upgrade to any other path is not socket.io's to destroy.
    const server = super.createIOServer(port, { ...options, ...cors, destroyUpgrade: false }) as Server;
    server.engine.use(helmet());
    answerOtherUpgrades(this.httpServer as HttpServer, `${options.path}/`);
    return server;
  }
}

/** A server may ignore that a client would like another protocol (RFC 9110, 7.8), and so do all routes. */
function answerOtherUpgrades(server: HttpServer, path: string): void {
  server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
    if (request.url?.startsWith(path)) return;
    socket.on('error', () => undefined);
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once('finish', () => socket.destroySoon());
    server.emit('request', request, response);
  });
}
