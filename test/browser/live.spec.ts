import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { launchBrowser, serviceUrl, visitAsAdmin } from './support/browser';
import { ADMIN, callApi, logInTo } from './support/service';

interface Catalogue {
  items: { id: string; title: string }[];
}

let browser: Browser;
beforeAll(async () => (browser = await launchBrowser()));
afterAll(() => browser.close());

/** Sends views of the first release of the catalogue; answers its title. */
async function watch(views: number): Promise<string> {
  const url = serviceUrl();
  const token = await logInTo(url, ADMIN);
  const { items: releases } = await callApi<Catalogue>(url, token, 'GET', '/catalogue/releases?limit=1');
  const viewers = await callApi<{ items: { user_id: string }[] }>(
    url,
    token,
    'GET',
    `/analytics/v2/users?limit=${views}`,
  );
  const events = viewers.items.map(({ user_id }) => ({
    event_id: randomUUID(),
    user_id,
    release_id: releases[0]!.id,
    viewed_at: new Date().toISOString(),
    watch_seconds: 600,
  }));
  await callApi(url, token, 'POST', '/views', { events });
  return releases[0]!.title;
}

describe('what is going on now', () => {
  it('shows a view as it comes, and stands still while paused', async () => {
    const { page, complaints, close } = await visitAsAdmin(browser);
    await page.goto('/now');
    await page.getByText('Live', { exact: true }).waitFor();
    const title = await watch(7);
    const row = page.getByRole('table', { name: 'Most watched' }).getByRole('row', { name: title });
    await row.waitFor();
    const views = async () => Number((await row.innerText()).trim().split(/\s+/).at(-1));
    const before = await views();
    expect(before).toBeGreaterThanOrEqual(7);

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await watch(5);
    await page.waitForTimeout(2_500);
    expect(await views()).toBe(before);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.waitForFunction(
      ([name, count]) =>
        [...document.querySelectorAll('tr')].some(
          ({ innerText }) => innerText.includes(String(name)) && innerText.trim().endsWith(String(count)),
        ),
      [title, before + 5] as const,
    );
    expect(complaints).toEqual([]);
    await close();
  });
});
