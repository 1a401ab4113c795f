import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const fromJest = createRequire(createRequire(require.resolve('jest')).resolve('@jest/core'));
const { default: TestSequencer } = fromJest('@jest/test-sequencer');

/** Milliseconds of the files that take longest, for a checkout in which no test has run yet. */
export const slowFiles = {
  'tests/e2e/restart.test.ts': 40_000,
  'tests/e2e/chaos.test.ts': 37_000,
  'tests/e2e/queues.test.ts': 35_000,
  'tests/e2e/dead-letters.test.ts': 25_000,
  'tests/house/recipes.test.ts': 30_000,
  'tests/infra/bundles-clinic.test.ts': 25_000,
  'tests/infra/bundles-identity.test.ts': 18_000,
  'tests/infra/bundles-operations.test.ts': 12_000,
  'tests/e2e/published-keys.test.ts': 24_000,
  'tests/e2e/access.test.ts': 22_000,
  'tests/local/triggers/dead-letters.test.ts': 18_000,
  'tests/functions/rights-given.test.ts': 13_000,
  'tests/local/triggers/sqs.test.ts': 12_000,
};
const others = 1_000;

/** Jest's order, the slowest first: by what they took last time, and at their first time by the list. Jest calls it with `new`. */
export default function createSequencer(options) {
  const sequencer = new TestSequencer(options);
  const timeOf = sequencer.time.bind(sequencer);
  sequencer.time = (test) => timeOf(test) ?? slowFiles[nameOf(test)] ?? others;
  return sequencer;
}

function nameOf({ path: file, context }) {
  return path.relative(context.config.rootDir, file).replaceAll(path.sep, '/');
}
