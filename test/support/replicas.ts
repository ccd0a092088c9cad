import type { Settings } from '../../src/common/config/settings';
import { startTestApp, type TestApp } from './test-app';
import { createTestDatabase } from './test-database';

export interface Replicas {
  readonly a: TestApp;
  readonly b: TestApp;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** Two processes of one service, but for the process: each has connections, caches and a server of its own. */
export async function startReplicas(options: {
  settings?: Partial<Settings>;
  now?: string;
}): Promise<Replicas> {
  const database = await createTestDatabase();
  const a = await startTestApp({ ...options, databaseUrl: database.url });
  const b = await startTestApp({ ...options, databaseUrl: database.url });
  return {
    a,
    b,
    databaseUrl: database.url,
    close: async () => {
      await Promise.all([a.close(), b.close()]);
      await database.drop();
    },
  };
}
