import type { Browser } from 'playwright-core';
import { userId } from '../factories/ids';
import { fillInLogIn, launchBrowser, logIn, serviceUrl, visit } from './support/browser';
import { settle } from './support/pages';
import { ADMIN, callApi, logInTo } from './support/service';

const VIEWER = { email: 'viewer@example.org', password: 'long enough for anybody' };

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  const token = await logInTo(serviceUrl(), ADMIN);
  const users = [{ id: userId(900), registered_at: '2026-01-05T10:00:00Z', name: 'Vera', ...VIEWER }];
  await callApi(serviceUrl(), token, 'PUT', '/users', { users });
});
afterAll(() => browser.close());

describe('logging in', () => {
  it('says in the service’s words why it was refused', async () => {
    const { page, close } = await visit(browser);
    await page.goto('/');
    await fillInLogIn(page, { ...ADMIN, password: 'wrong' });
    expect(await page.getByRole('alert').innerText()).toContain('The e-mail or the password is wrong.');
    await close();
  });

  it('leads an administrator to all pages, and outlives a reload but not a log-out', async () => {
    const { page, close } = await visit(browser);
    await logIn(page);
    const links = await page.getByRole('navigation').getByRole('link').allInnerTexts();
    expect(links.map((text) => text.trim())).toEqual(
      expect.arrayContaining(['Now', 'Retention', 'Popularity', 'Viewers', 'System']),
    );
    await page.reload();
    await page.locator('#page h1').waitFor();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.locator('input[name=email]').waitFor();
    expect(await page.evaluate(() => sessionStorage.getItem('kinoscope.session'))).toBeNull();
    await close();
  });

  it('is asked for again once the token is good no more, and goes on at the same place', async () => {
    const { page, close } = await visit(browser);
    await logIn(page);
    await page.evaluate(() => {
      const session = JSON.parse(sessionStorage.getItem('kinoscope.session')!) as object;
      sessionStorage.setItem('kinoscope.session', JSON.stringify({ ...session, token: 'worn out' }));
    });
    await page.goto('/system');
    await page.getByText('Your session has ended').waitFor();
    await fillInLogIn(page, ADMIN);
    await page.getByRole('heading', { level: 1, name: 'System' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/system');
    await close();
  });
});

describe('somebody who is no administrator', () => {
  it('sees the own profile, and nothing else', async () => {
    const { page, close } = await visit(browser);
    await logIn(page, VIEWER);
    await settle(page);
    expect(new URL(page.url()).pathname).toBe('/me');
    expect(await page.getByRole('navigation').getByRole('link').count()).toBe(1);
    expect(await page.locator('#page').innerText()).not.toContain('Risk of leaving');
    for (const path of ['/system', '/viewers', '/retention']) {
      await page.goto(path);
      await page.waitForURL('**/me');
    }
    await close();
  });
});

describe('language and colours', () => {
  it('can be changed, and stay so', async () => {
    const { page, close } = await visit(browser, { colorScheme: 'light' });
    await logIn(page);
    await page.getByText('Русский').click();
    await page.getByRole('heading', { level: 1, name: 'Удержание' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
    await page.getByRole('button', { name: 'Включить тёмное оформление' }).click();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Удержание' }).waitFor();
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    await close();
  });

  it('of failures are those of the page', async () => {
    const { page, close } = await visit(browser, { locale: 'ru' });
    await logIn(page);
    await page.goto('/popularity/00000000-0000-4000-8000-000000000000');
    expect(await page.getByRole('alert').first().innerText()).toContain('Релиза с таким id нет');
    await close();
  });
});
