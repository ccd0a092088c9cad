import type { Browser } from 'playwright-core';
import { launchBrowser, visitAsAdmin } from './support/browser';
import { settle } from './support/pages';

let browser: Browser;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());

describe('popularity', () => {
  it('finds a release by its title and shows its forecast, as a table too', async () => {
    const { page, close } = await visitAsAdmin(browser);
    await page.goto('/popularity');
    await settle(page);
    const title = await page.locator('tbody th a').nth(2).innerText();
    await page.getByRole('combobox', { name: 'Find a release' }).fill(title);
    await page.getByRole('option', { name: title }).first().click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await settle(page);
    await page.getByText('Show the figures as a table').click();
    const rows = page.getByRole('table', { name: /^Daily views/ }).locator('tbody tr');
    expect(await rows.first().innerText()).toMatch(/\d+ – \d+/);
    expect(await rows.count()).toBe(89 + 7);
    await page.getByText('How this forecast came about').waitFor();
    await close();
  });

  it('shows more releases, and ranks them by growth', async () => {
    const { page, close } = await visitAsAdmin(browser);
    await page.goto('/popularity?sort=growth&min_views=20');
    await settle(page);
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBe(25);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length > 25);
    const growth = (await page.locator('tbody td:nth-child(4)').allInnerTexts()).map(parseFloat);
    expect(growth).toEqual([...growth].sort((a, b) => b - a));
    await close();
  });
});

describe('viewers', () => {
  it('leads from who is at risk to one of them, with what to watch by title', async () => {
    const { page, close } = await visitAsAdmin(browser);
    await page.goto('/viewers?risk=medium');
    await settle(page);
    const name = await page.locator('tbody th a').first().innerText();
    await page.locator('tbody th a').first().click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await settle(page);
    await page.getByText('Risk of leaving').waitFor();
    expect(await page.locator('ol li a').count()).toBe(10);
    await close();
  });
});

describe('API keys', () => {
  it('are shown once, and can be revoked', async () => {
    const { page, close } = await visitAsAdmin(browser);
    await page.goto('/system');
    await settle(page);
    const name = `Player ${Date.now()}`;
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByRole('button', { name: 'Create the key' }).click();
    const key = await page.getByLabel('API key', { exact: true }).innerText();
    expect(key.length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'Done' }).click();
    const row = page.getByRole('row', { name: new RegExp(name) });
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await row.waitFor();
    expect(await page.locator('body').innerText()).not.toContain(key);
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.waitFor({ state: 'detached' });
    await close();
  });
});
