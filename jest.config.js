/** @type {import('jest').Config} */
const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  setupFiles: ['reflect-metadata'],
  transform: {
    '^.+(\\.ts|@bsull/augurs/.+\\.js)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2022',
        },
        sourceMaps: 'inline',
      },
    ],
  },
  // Augurs is an ES module, which jest cannot load as it is.
  transformIgnorePatterns: ['/node_modules/(?!@bsull/augurs/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

const service = {
  ...common,
  setupFiles: [...common.setupFiles, '<rootDir>/test/support/threads-run-typescript.cjs'],
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

/** Pure code needs no database; the rest gets one of its own a test file, copied from a migrated template. */
module.exports = {
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/{src,dashboard/src}/**/*.spec.ts'] },
    {
      ...service,
      displayName: 'service',
      testMatch: ['<rootDir>/test/{integration,e2e,fuzz}/**/*.spec.ts'],
    },
    { ...service, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.spec.ts'] },
    // Needs a server that `npm run test:s3` starts.
    { ...service, displayName: 's3', testMatch: ['<rootDir>/test/s3/**/*.spec.ts'] },
    {
      ...common,
      displayName: 'browser',
      testMatch: ['<rootDir>/test/browser/**/*.spec.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/browser/support/patience.ts'],
      globalSetup: '<rootDir>/test/browser/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/browser/support/global-teardown.ts',
    },
    { ...service, displayName: 'data', testMatch: ['<rootDir>/test/data/**/*.spec.ts'] },
  ],
  maxWorkers: 2,
  testTimeout: 60_000,
};
