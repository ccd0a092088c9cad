import { initSync } from '@bsull/augurs/mstl';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Gives augurs its WebAssembly, which it would otherwise want to fetch. */
export function loadAugurs(): void {
  const folder = dirname(require.resolve('@bsull/augurs/mstl'));
  initSync({ module: readFileSync(join(folder, 'mstl_bg.wasm')) });
}
