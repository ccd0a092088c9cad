'use strict';
/** Lets a child process run the service's TypeScript, compiled as the tests' own is. Types are checked by tsc. */
require('reflect-metadata');
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');
const [[, options]] = Object.values(require('../../jest.config.js').projects[0].transform);

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    ...options,
    filename,
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};
