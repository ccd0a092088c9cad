'use strict';
/**
 * Lets Node run the TypeScript of `bench/` and `src/`: compiled file by file as it is required, by the SWC of the
 * root and with the options of its tests. Types are checked by `tsc -p bench`, not here.
 */
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { transformSync } = createRequire(require.resolve('../package.json'))('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: {
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  });
  module._compile(code, filename);
};
require('reflect-metadata');
