import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { ADMIN, callApi, logInTo } from './service';

export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);

/** Debian's Chromium, under a fresh profile; it asks nobody but the page's own service for anything. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** The service that `global-setup.ts` has started. */
export function serviceUrl(): string {
  const url = process.env.BROWSER_TEST_URL;
  if (!url) throw new Error('The service has not been started');
  return url;
}

export interface Visit {
  readonly page: Page;
  /** What the page's policy has refused, and errors that it has thrown. */
  readonly complaints: readonly string[];
  /** Addresses outside of the service that it has asked for. */
  readonly strangers: readonly string[];
  readonly close: () => Promise<void>;
}

/** A page in a context of its own, without any cookie or storage of others. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en', baseURL: serviceUrl(), ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const strangers: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(serviceUrl()).origin && !['data:', 'blob:'].includes(protocol))
      strangers.push(request.url());
  });
  return { page, complaints, strangers, close: () => context.close() };
}

/** The same, logged in already. */
export async function visitAsAdmin(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const token = await logInTo(serviceUrl(), ADMIN);
  const { id } = await callApi<{ id: string }>(serviceUrl(), token, 'GET', '/auth/me');
  const made = await visit(browser, options);
  await made.page.addInitScript(
    (session) => sessionStorage.setItem('kinoscope.session', session),
    JSON.stringify({ token, userId: id, role: 'admin', email: ADMIN.email }),
  );
  return made;
}

export async function logIn(page: Page, account = ADMIN): Promise<void> {
  await page.goto('/');
  await fillInLogIn(page, account);
  await page.locator('#page h1').waitFor();
}

export async function fillInLogIn(page: Page, account: { email: string; password: string }): Promise<void> {
  await page.locator('input[name=email]').fill(account.email);
  await page.locator('input[name=password]').fill(account.password);
  await page.locator('button[type=submit]').click();
}
