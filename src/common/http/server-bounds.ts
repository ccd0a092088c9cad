import type { NextFunction, Request, Response } from 'express';
import type { Server } from 'node:http';

/** How long a client may take to send its headers, its whole request, and to think of the next one. */
const HEADERS_TIMEOUT_MS = 8_000;
const REQUEST_TIMEOUT_MS = 12_000;
const KEEP_ALIVE_TIMEOUT_MS = 5_000;
const CHECK_EVERY_MS = 1_000;
const MAX_HEADERS = 100;

/** Slow and silent clients are cut off; must run before the server listens. */
export function boundServer(server: Server): void {
  Object.assign(server, {
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_EVERY_MS,
    maxHeadersCount: MAX_HEADERS,
  });
}

/** While the server stops, clients are told to come back over another connection. */
export function closeWhenStopping(server: Server) {
  return (_request: Request, response: Response, next: NextFunction): void => {
    if (!server.listening) response.setHeader('Connection', 'close');
    next();
  };
}
