import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, logIn, serviceUrl, visit } from './support/browser';
import { PAGES } from './support/pages';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const MOST_SCRIPT_BYTES = 500_000;

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: { html: string; failureSummary: string }[];
}

/** What axe finds serious or critical. Its script is run from outside: the page's own policy lets nothing in. */
async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}

let browser: Browser;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
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
      const { page, complaints, strangers, close } = await visit(browser, { colorScheme });
      await logIn(page);
      await open(page, serviceUrl());
      expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      expect(await page.getByRole('main').count()).toBe(1);
      expect(await seriousFindings(page)).toEqual([]);
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
      await close();
    },
    60_000,
  );
});

describe('on a telephone', () => {
  it.each(Object.entries(PAGES))(
    '%s is no wider than the screen',
    async (_, open) => {
      const { page, close } = await visit(browser, { viewport: { width: 390, height: 844 }, locale: 'ru' });
      await logIn(page);
      await open(page, serviceUrl());
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      await close();
    },
    60_000,
  );

  it('the menu opens, leads on and closes', async () => {
    const { page, close } = await visit(browser, { viewport: { width: 390, height: 844 } });
    await logIn(page);
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await page.getByRole('link', { name: 'Viewers' }).click();
    await page.getByRole('heading', { level: 1, name: 'Viewers' }).waitFor();
    await page.getByRole('button', { name: 'Open the menu' }).waitFor();
    await close();
  });
});

describe('the first load', () => {
  it('needs at most 500 KB of script, compressed', async () => {
    const { page, close } = await visit(browser);
    let bytes = 0;
    const sizes: Promise<void>[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() !== 'script') return;
      sizes.push(
        (async () => {
          const url = request.url();
          const answer = await fetch(url, { headers: { 'Accept-Encoding': 'gzip' }, method: 'HEAD' });
          bytes += Number(answer.headers.get('content-length'));
        })(),
      );
    });
    await logIn(page);
    await PAGES.retention!(page, serviceUrl());
    await Promise.all(sizes);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(MOST_SCRIPT_BYTES);
    await close();
  });
});
