import type { Browser } from 'playwright-core';
import { launchBrowser, visitAsAdmin } from './support/browser';
import { settle } from './support/pages';

let browser: Browser;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());

describe('the retention page', () => {
  it('keeps its whole state in the address', async () => {
    const { page, close } = await visitAsAdmin(browser);
    await page.goto('/retention');
    await settle(page);
    expect(new URL(page.url()).searchParams.get('from')).toMatch(/^\d{4}-\d\d-\d\d$/);

    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByRole('combobox', { name: 'Counts as back' }).click();
    await page.getByRole('option', { name: 'Active then or later' }).click();
    await page.getByRole('textbox', { name: 'Weeks to follow' }).fill('5');
    await page.keyboard.press('Enter');
    await page.getByRole('switch', { name: 'Lifetime value' }).click();
    await page.getByRole('heading', { name: 'Lifetime value' }).waitFor();
    await page.getByText('USD').click();
    await settle(page);
    const table = page.getByRole('table', { name: /Retention by cohort/ });
    const [address, before] = [page.url(), await table.innerText()];
    expect(Object.fromEntries(new URL(address).searchParams)).toMatchObject({
      retention: 'on_or_after',
      weeks: '5',
      ltv: 'true',
      currency: 'USD',
    });

    const { page: other, close: closeOther } = await visitAsAdmin(browser);
    await other.goto(address);
    await settle(other);
    expect(await other.getByRole('table', { name: /Retention by cohort/ }).innerText()).toBe(before);
    await other.getByRole('table', { name: 'Revenue per user by cohort and week in USD' }).waitFor();
    await closeOther();
    await close();
  });

  it('tells intervals to the keyboard, and hatches weeks that run', async () => {
    const { page, close } = await visitAsAdmin(browser);
    await page.goto('/retention?weeks=12');
    await settle(page);
    await page.locator('[data-cell="0-0"]').focus();
    await page.keyboard.press('ArrowRight');
    const cell = page.locator('[data-cell="0-1"]');
    expect(await cell.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await cell.innerText()).toMatch(/of \d+ users, 95% interval \d+\.\d–\d+\.\d%/);
    const running = page.locator('[data-running=true]');
    expect(await running.count()).toBeGreaterThan(10);
    expect(await running.first().innerText()).toContain('The week is not over yet');
    await close();
  });

  it('says what is wrong in the service’s words', async () => {
    const { page, close } = await visitAsAdmin(browser);
    await page.goto('/retention?genre=Nothing+of+the+kind');
    expect(await page.getByRole('alert').innerText()).toContain('There is no genre with this name.');
    await close();
  });
});
