import type { NextFunction, Request, Response } from 'express';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

const A_YEAR_SECONDS = 31_536_000;
const COMPRESSED = { br: '.br', gzip: '.gz' } as const;
type Encoding = keyof typeof COMPRESSED;

interface PageFile {
  readonly type: string;
  readonly plain: Buffer;
  /** The same, compressed when the page was built; small files are not. */
  readonly compressed: Partial<Record<Encoding, Buffer>>;
}

/**
 * The files of a folder by name, held in memory: some megabytes. Whoever loaded the page gets its files as long as this
 * process runs, though another build has replaced them on disk.
 */
export class PageFiles {
  private readonly files = new Map<string, PageFile>();

  constructor(folder: string) {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    for (const name of names.filter((file) => !/\.(br|gz)$/.test(file))) {
      const path = join(folder, name);
      const compressed: PageFile['compressed'] = {};
      for (const [encoding, ending] of Object.entries(COMPRESSED))
        if (existsSync(path + ending)) compressed[encoding as Encoding] = readFileSync(path + ending);
      this.files.set(`/${name}`, { type: extname(name), plain: readFileSync(path), compressed });
    }
  }

  /** Sends the file that the path names; its name changes with its content, so that it can be kept for long. */
  send(request: Request, response: Response, next: NextFunction): void {
    const file = this.files.get(request.path);
    if (!file) return next();
    const encoding = request.acceptsEncodings('br', 'gzip');
    const wanted = encoding === 'br' || encoding === 'gzip' ? encoding : null;
    const body = wanted && file.compressed[wanted];
    if (body) response.setHeader('Content-Encoding', wanted);
    response.type(file.type).set({
      'Cache-Control': `public, max-age=${A_YEAR_SECONDS}, immutable`,
      'Content-Length': String((body || file.plain).length),
      Vary: 'Accept-Encoding',
    });
    response.end(body || file.plain);
  }
}
