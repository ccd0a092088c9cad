import type { Browser } from 'playwright-core';
import { seriousFindings } from './support/axe';
import { launchBrowser, serviceUrl, visitAsAdmin } from './support/browser';
import { takePart } from './support/experiment-data';
import { settle } from './support/pages';
import { ADMIN, logInTo } from './support/service';

let browser: Browser;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());

describe('an experiment', () => {
  it('goes from its creation to a verdict, and is completed', async () => {
    const { page, complaints, close } = await visitAsAdmin(browser);
    await page.goto('/experiments');
    await settle(page);
    await page.getByRole('link', { name: 'New experiment' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Larger posters');
    await page.getByRole('textbox', { name: 'Variant' }).nth(1).fill('Larger');
    await page.getByRole('textbox', { name: 'Smallest effect worth finding' }).fill('50');
    await page.getByRole('button', { name: 'Add a guardrail' }).click();
    await page.getByRole('button', { name: 'Create the draft' }).click();
    await page.getByRole('heading', { level: 1, name: 'Larger posters' }).waitFor();
    await page.getByText('It has not begun.').waitFor();

    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Much larger posters');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Much larger posters' }).waitFor();

    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('No winner yet').waitFor();
    const testId = new URL(page.url()).pathname.split('/').at(-1)!;
    await takePart(serviceUrl(), await logInTo(serviceUrl(), ADMIN), testId);
    await page.reload();
    await page.getByRole('heading', { name: 'Larger wins' }).waitFor({ timeout: 60_000 });
    const comparison = page.getByRole('table', { name: 'Against the control' }).getByRole('row').nth(1);
    expect(await comparison.innerText()).toMatch(/\+\d+\.\d%[\s\S]*\+\d+\.\d% … \+\d+\.\d%/);
    expect(await page.getByRole('table', { name: 'Guardrails' }).innerText()).toContain(
      'watch_minutes_per_user',
    );
    await settle(page);
    expect(await seriousFindings(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    // Charts follow the window a moment later.
    await page.waitForFunction(() => document.documentElement.scrollWidth <= 390);
    await page.setViewportSize({ width: 1440, height: 900 });

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Complete' }).click();
    await page.getByRole('button', { name: 'Delete' }).waitFor();
    expect(complaints).toEqual([]);
    await close();
  });

  it('that the service refuses says why, field by field', async () => {
    const { page, close } = await visitAsAdmin(browser);
    await page.goto('/experiments/new');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Two of one id');
    await page.getByRole('textbox', { name: 'Id' }).nth(1).fill('A');
    await page.getByRole('button', { name: 'Create the draft' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('variants');
    await close();
  });
});
