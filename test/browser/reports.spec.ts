import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { launchBrowser, visitAsAdmin } from './support/browser';
import { settle } from './support/pages';

let browser: Browser;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());

describe('a report', () => {
  it('of what a page shows is asked for there, written and downloaded', async () => {
    const { page, complaints, close } = await visitAsAdmin(browser);
    await page.goto('/retention?from=2026-06-01&to=2026-06-28');
    await settle(page);
    await page.getByRole('button', { name: 'Ask for a report' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('From').inputValue()).toBe('2026-06-01');
    await dialog.getByText('CSV').click();
    await dialog.getByRole('button', { name: 'Write it' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download', { timeout: 60_000 }),
      dialog.getByRole('link', { name: 'Download' }).click({ timeout: 60_000 }),
    ]);
    const [header, ...rows] = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(header).toContain('cohort_period');
    expect(rows.length).toBeGreaterThan(0);
    await page.goto('/reports');
    await page
      .getByRole('row', { name: /Retention, CSV/ })
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('can be scheduled, and the schedule removed', async () => {
    const { page, close } = await visitAsAdmin(browser);
    const name = `Every Monday ${Date.now()}`;
    await page.goto('/reports');
    await settle(page);
    await page.getByRole('button', { name: 'New schedule' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row', { name: new RegExp(name) });
    await row.getByRole('button', { name: 'Remove' }).click();
    await page
      .getByRole('dialog', { name: /Remove/ })
      .getByRole('button', { name: 'Remove' })
      .click();
    await row.waitFor({ state: 'detached' });
    expect(await row.count()).toBe(0);
    await close();
  });
});
