'use strict';
/** Preloaded by the service under test: what its memory figures still hold after this is in use. */
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');

setFlagsFromString('--expose-gc');
setInterval(runInNewContext('gc'), 2_000).unref();
