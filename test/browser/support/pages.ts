import type { Page } from 'playwright-core';

type Open = (page: Page, address: string) => Promise<void>;

/** Nothing is awaited any more, and every chart has been drawn. */
export async function settle(page: Page): Promise<void> {
  await page.locator('#page h1').waitFor();
  await page.waitForFunction(
    () => !document.querySelector('[aria-busy=true]') && !document.querySelector('[data-drawn=false]'),
  );
}

const at =
  (path: string): Open =>
  async (page, address) => {
    await page.goto(address + path);
    await settle(page);
  };

/** Opens the first link of the table on a page. */
const firstOf =
  (path: string): Open =>
  async (page, address) => {
    await at(path)(page, address);
    await page.locator('tbody th a').first().click();
    await page.waitForURL((url) => url.pathname !== path.split('?')[0]);
    await settle(page);
  };

/** How to open every page of an administrator. */
export const PAGES: Record<string, Open> = {
  now: at('/now'),
  retention: at('/retention'),
  'retention-ltv': at('/retention?ltv=true&weeks=12&timezone=Europe/Moscow'),
  popularity: at('/popularity'),
  release: firstOf('/popularity'),
  experiments: at('/experiments'),
  'experiment-new': at('/experiments/new'),
  viewers: at('/viewers'),
  viewer: firstOf('/viewers?risk=medium'),
  reports: at('/reports'),
  system: at('/system'),
};
