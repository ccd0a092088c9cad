import type { Browser } from 'playwright-core';
import { seriousFindings } from './support/axe';
import { launchBrowser, logIn, serviceUrl, visit, type Visit, visitAsAdmin } from './support/browser';
import { PAGES } from './support/pages';

const MOST_SCRIPT_BYTES = 500_000;

let browser: Browser;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  let admin: Visit;
  beforeAll(async () => (admin = await visitAsAdmin(browser, { colorScheme })));
  afterAll(() => admin.close());

  it('the log-in is accessible', async () => {
    const { page, close } = await visit(browser, { colorScheme });
    await page.goto('/');
    await page.locator('input[name=email]').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await close();
  });

  it.each(Object.entries(PAGES))(
    '%s is accessible, keeps to its policy and asks nobody else',
    async (_, open) => {
      const { page, complaints, strangers } = admin;
      await open(page, serviceUrl());
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      expect(await page.getByRole('main').count()).toBe(1);
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
    },
  );
});

describe('on a telephone', () => {
  let admin: Visit;
  beforeAll(async () => {
    admin = await visitAsAdmin(browser, { viewport: { width: 390, height: 844 }, locale: 'ru' });
  });
  afterAll(() => admin.close());

  it.each(Object.entries(PAGES))('%s is no wider than the screen', async (_, open) => {
    await open(admin.page, serviceUrl());
    expect(await admin.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });

  it('the menu opens, leads on and closes', async () => {
    const { page } = admin;
    await page.goto('/retention');
    await page.getByRole('button', { name: 'Открыть меню' }).click();
    await page.getByRole('link', { name: 'Зрители' }).click();
    await page.getByRole('heading', { level: 1, name: 'Зрители' }).waitFor();
    expect(await page.getByRole('button', { name: 'Открыть меню' }).isVisible()).toBe(true);
  });
});

describe('the first load', () => {
  it('needs at most 500 KB of script, compressed', async () => {
    const { page, close } = await visit(browser);
    const scripts = new Set<string>();
    page.on('request', (request) => {
      if (request.resourceType() === 'script') scripts.add(request.url());
    });
    await logIn(page);
    await PAGES.retention!(page, serviceUrl());
    let bytes = 0;
    for (const url of scripts) {
      const { headers } = await fetch(url, { method: 'HEAD', headers: { 'Accept-Encoding': 'gzip' } });
      bytes += Number(headers.get('content-length'));
    }
    console.info(`first load: ${scripts.size} scripts, ${bytes} bytes by gzip`);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
    await close();
  });
});
