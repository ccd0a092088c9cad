import { CHROMIUM } from './browser';
import { DemoService } from './service';

/** One service for all test files; BROWSER_TEST_URL names another, with the administrator of `service.ts`. */
export default async function globalSetup(): Promise<void> {
  if (!CHROMIUM) throw new Error('No Chromium: apt-get install chromium');
  if (process.env.BROWSER_TEST_URL) return;
  const service = await DemoService.start();
  process.env.BROWSER_TEST_URL = service.url;
  Object.assign(globalThis, { browserTestService: service });
}
