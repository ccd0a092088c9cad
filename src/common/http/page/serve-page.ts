import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_FOLDER } from '../../config/package-folder';
import { PageFiles } from './page-files';
import { pagePolicy } from './page-policy';

/** Where `npm run build` puts the dashboard. */
const PAGE_FOLDER = join(PACKAGE_FOLDER, 'dist', 'dashboard');

const NONCE_PLACE = /__CSP_NONCE__/g;

/** Express takes paths in any case. */
const OF_PROGRAMS = /^\/(api|metrics|assets)(\/|$)/i;

/**
 * Serves the dashboard: files under /assets, whose names change with their content, and the page itself at every
 * other address that a browser opens, since the page knows its own addresses. Without a built page there is none.
 */
export function servePage(app: NestExpressApplication, folder = PAGE_FOLDER): void {
  const file = join(folder, 'index.html');
  if (!existsSync(file)) return;
  const page = readFileSync(file, 'utf8');
  const files = new PageFiles(join(folder, 'assets'));
  app.use('/assets', (request: Request, response: Response, next: NextFunction) => {
    if (isReading(request)) files.send(request, response, next);
    else next();
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (isReading(request) && isPage(request)) sendPage(response, page);
    else next();
  });
}

function isReading({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isPage({ path, headers }: Request): boolean {
  return path === '/' || (!OF_PROGRAMS.test(path) && /\btext\/html\b/.test(headers.accept ?? ''));
}

function sendPage(response: Response, page: string): void {
  const nonce = randomBytes(16).toString('base64');
  response
    .set({ 'Content-Security-Policy': pagePolicy(nonce), 'Cache-Control': 'no-store' })
    .type('html')
    .send(page.replace(NONCE_PLACE, nonce));
}
