'use strict';
/** Threads that the service starts under test find TypeScript beside them; in a build it is JavaScript. */
const register = require.resolve('./register.cjs');
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --require "${register}"`;
