import { Server } from 'node:http';

const PATIENCE_MS = 20_000;

/** A service that is broken on purpose: clients may take longer than they should. */
const { listen } = Server.prototype;
Server.prototype.listen = function (this: Server, ...where: Parameters<typeof listen>) {
  Object.assign(this, {
    headersTimeout: PATIENCE_MS,
    requestTimeout: PATIENCE_MS,
    keepAliveTimeout: PATIENCE_MS,
  });
  return listen.apply(this, where);
} as typeof listen;
