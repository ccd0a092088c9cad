'use strict';
/** Jest does not compile its reporters. */
require('../register.cjs');
module.exports = require('./reporter.ts').VerdictReporter;
