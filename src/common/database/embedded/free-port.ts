import { createServer } from 'node:net';

/**
 * A port that is free now; it may be taken before the server binds it.
 * @param wanted taken if it is free: after a crash the server comes back where its clients look for it
 */
export async function freePort(wanted?: number): Promise<number> {
  return (wanted && (await tryPort(wanted).catch(() => undefined))) || tryPort(0);
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
