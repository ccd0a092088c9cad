/**
 * Builds the page into ../dist/dashboard, every file also compressed, so that the service has only to send it.
 * Does nothing when nothing has changed since the last time: `npm start` comes here each time.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, '..', 'dist', 'dashboard');
const stamp = join(target, 'built-from');
/** Below it compression gains nothing. */
const SMALLEST_BYTES = 1024;

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Changes with every source and with every version of a package. */
function fingerprint() {
  const sources = [
    ...filesIn(join(here, 'src')).filter((file) => !/\.(spec|gen)\.ts$/.test(file)),
    ...['index.html', 'vite.config.ts', 'build.mjs', '../package-lock.json'].map((name) => join(here, name)),
  ];
  const hash = createHash('sha256');
  for (const file of sources) hash.update(`${file.slice(here.length)}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function compress(file) {
  const content = readFileSync(file);
  if (content.length < SMALLEST_BYTES) return;
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  const params = { [constants.BROTLI_PARAM_QUALITY]: 10 };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
}

const print = fingerprint();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== print) {
  await build({ root: here, configFile: join(here, 'vite.config.ts'), logLevel: 'warn' });
  filesIn(join(target, 'assets')).forEach(compress);
  writeFileSync(stamp, print);
}
