import { availableParallelism } from 'node:os';

const shared = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/tests/support/strip-types.mjs' },
  // The languages of zod's messages, of which we have one, are half of the files that a test of ours would load.
  moduleNameMapper: { '^\\.\\./locales/index\\.js$': '<rootDir>/node_modules/zod/v4/locales/en.js' },
  testEnvironment: '<rootDir>/tests/support/environment.mjs',
  injectGlobals: false,
  setupFiles: ['<rootDir>/tests/support/quiet.ts', '<rootDir>/tests/support/unlimited.ts'],
  coveragePathIgnorePatterns: ['/node_modules/', '<rootDir>/(tests|local|bench)/', '<rootDir>/[^/]*$'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.serverless/', '<rootDir>/.polyclinic/'],
};

/** Tests of the running system share one local cloud. */
const running = {
  ...shared,
  globalSetup: '<rootDir>/tests/e2e/setup.ts',
  globalTeardown: '<rootDir>/tests/e2e/teardown.ts',
};

export default {
  // Enough for a test over HTTP on a slow machine that runs other tests too: one that passes waits for none of it.
  testTimeout: 120_000,
  reporters: ['default', '<rootDir>/tests/support/coverage-reporter.ts', '<rootDir>/tests/support/grants-reporter.ts'],
  testSequencer: '<rootDir>/tests/support/sequencer.mjs',
  // What a worker has loaded stays with it: one that is replaced now and then is the faster one.
  workerIdleMemoryLimit: '250MB',
  // By itself jest leaves a core free, and on two that is half of them; tests of the running system mostly wait.
  maxWorkers: Math.max(4, availableParallelism() - 1),
  // Counted by the code itself: V8 reports all that a process ever loaded, anew after each file, which took half as long again.
  coverageReporters: ['text-summary', 'json-summary', 'lcov'],
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/tests/{functions,lib,infra,local,house}/**/*.test.ts'],
    },
    {
      ...running,
      displayName: 'e2e',
      testMatch: ['<rootDir>/tests/e2e/**/*.test.ts'],
    },
    {
      ...running,
      displayName: 'browser',
      testMatch: ['<rootDir>/tests/browser/**/*.test.ts'],
    },
  ],
};
