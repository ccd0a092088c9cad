import type { Server } from 'node:http';
import { GracefulStop } from '../../../src/common/http/graceful-stop';

/** A service that is broken on purpose: it hangs up on whoever is waiting for an answer. */
GracefulStop.prototype.beforeApplicationShutdown = function () {
  const { adapterHost } = this as unknown as { adapterHost: { httpAdapter: { getHttpServer(): Server } } };
  const server = adapterHost.httpAdapter.getHttpServer();
  server.close();
  server.closeAllConnections();
  return Promise.resolve();
};
