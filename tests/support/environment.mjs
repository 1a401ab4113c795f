import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const { TestEnvironment } = createRequire(require.resolve('jest'))('jest-environment-node');

/** What this process has counted in all of its test files, by file: statements, functions, and branches by their ways. */
const counters = new Map();

/** What this process has made for its test files, as JSON by name. */
const kept = new Map();

/**
 * Jest's environment of Node, whose `__counters__` keep on counting from one test file to the next: to make them anew in
 * each, and to hand them over after each, took as long as a quarter of the tests. What `__kept__` holds goes from one to the
 * next as well. Jest calls it with `new`.
 */
export default function createEnvironment(config, context) {
  const environment = new TestEnvironment(config, context);
  const tearDown = environment.teardown.bind(environment);
  environment.global.__counters__ = countersOf;
  environment.global.__kept__ = kept;
  environment.teardown = async () => {
    handOver();
    await tearDown();
  };
  return environment;
}

function countersOf(file, [statements, functions, branches]) {
  const kept = counters.get(file);
  if (kept) return kept;
  const zeros = (length) => Array(length).fill(0);
  const made = { s: zeros(statements), f: zeros(functions), b: branches.map(zeros) };
  counters.set(file, made);
  return made;
}

/** Writes what was counted so far to a file of this process, for the reporter of the coverage. */
function handOver() {
  const folder = process.env.POLYCLINIC_COVERAGE_COUNTERS;
  if (!folder || counters.size === 0) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${process.pid}.json`), JSON.stringify([...counters]));
}
