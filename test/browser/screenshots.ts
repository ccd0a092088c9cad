/**
 * node --require ./test/support/register.cjs test/browser/screenshots.ts <address> <e-mail> <password> <folder> [part of a name]
 * Pictures of every page in both languages, both themes and two widths, to be looked at after a change.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './support/browser';
import { PAGES } from './support/pages';

const WIDTHS = [1440, 390] as const;
const LANGUAGES = ['en', 'ru'] as const;
const THEMES = ['light', 'dark'] as const;

async function main([address, email, password, folder, part = '']: string[]): Promise<void> {
  mkdirSync(folder!, { recursive: true });
  const browser = await launchBrowser();
  for (const width of WIDTHS) {
    for (const language of LANGUAGES) {
      for (const theme of THEMES) {
        const names = Object.entries(PAGES).filter(([name]) =>
          `${name}-${language}-${theme}-${width}`.includes(part),
        );
        if (names.length === 0) continue;
        const context = await browser.newContext({
          viewport: { width, height: width === 390 ? 844 : 900 },
          locale: language,
          colorScheme: theme,
          deviceScaleFactor: 1,
        });
        const page = await context.newPage();
        await page.goto(`${address}/`);
        await page.locator('input[name=email]').waitFor();
        await page.screenshot({ path: join(folder!, `login-${language}-${theme}-${width}.png`) });
        await page.fill('input[name=email]', email!);
        await page.fill('input[name=password]', password!);
        await page.click('button[type=submit]');
        await page.locator('#page h1').waitFor();
        for (const [name, open] of names) {
          await open(page, address!);
          await page.waitForTimeout(700);
          const path = join(folder!, `${name}-${language}-${theme}-${width}.png`);
          await page.screenshot({ path, fullPage: true });
        }
        await context.close();
      }
    }
  }
  await browser.close();
}

void main(process.argv.slice(2));
