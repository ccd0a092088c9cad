import { rmSync } from 'node:fs';

export default async function globalTeardown(): Promise<void> {
  const { stopTestServer, testDataDir } = globalThis as {
    stopTestServer?: () => Promise<void>;
    testDataDir?: string;
  };
  await stopTestServer?.();
  if (testDataDir) rmSync(testDataDir, { recursive: true, force: true });
}
