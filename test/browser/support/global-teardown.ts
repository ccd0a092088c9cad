import type { DemoService } from './service';

export default async function globalTeardown(): Promise<void> {
  await (globalThis as { browserTestService?: DemoService }).browserTestService?.stop();
}
