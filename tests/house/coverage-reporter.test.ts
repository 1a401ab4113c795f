import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { raiseFloors } from '../support/coverage-floors.ts';
import createCoverageReporter, { type CoverageConfig, type FileResult } from '../support/coverage-reporter.ts';

const projects = new Set(['unit', 'e2e'].map((name) => ({ config: { displayName: { name } } })));
const green = { numFailedTestSuites: 0 };
const source = `
export function isAdult(age: number): boolean {
  return age >= 18 ? true : false;
}
`;

let root: string;
let config: CoverageConfig;
let printed: string[];
let kept: string | undefined;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'polyclinic-floors-'));
  for (const folder of ['functions', 'lib', 'lib/data', 'lib/domains/clinic/visits', 'infra', 'tests'])
    await mkdir(path.join(root, folder), { recursive: true });
  await writeFile(path.join(root, 'lib/data/age.ts'), source);
  const full = { testPathPatterns: { patterns: [] }, onlyChanged: false, onlyFailures: false, findRelatedTests: false };
  config = { ...full, rootDir: root, collectCoverage: true };
  printed = [];
  kept = process.env.POLYCLINIC_COVERAGE_COUNTERS;
});

afterEach(async () => {
  if (kept === undefined) delete process.env.POLYCLINIC_COVERAGE_COUNTERS;
  else process.env.POLYCLINIC_COVERAGE_COUNTERS = kept;
  await rm(root, { recursive: true, force: true });
});

const setFloors = (floors: object) => writeFile(path.join(root, 'tests/coverage-floors.json'), JSON.stringify(floors));

/** A run of two processes that went through so many of the two ways of the one branch there is. */
async function run(ways: 0 | 1 | 2, overrides: Partial<CoverageConfig> = {}, results = green) {
  const reporter = createCoverageReporter({ ...config, ...overrides }, { print: (text) => void printed.push(text) });
  const folder = process.env.POLYCLINIC_COVERAGE_COUNTERS ?? '';
  const counted = (b: [number, number]) =>
    JSON.stringify([[path.join(root, 'lib/data/age.ts'), { s: [1], f: [1], b: [b] }]]);
  if (ways > 0) await writeFile(path.join(folder, '1.json'), counted([1, 0]));
  if (ways > 1) await writeFile(path.join(folder, '2.json'), counted([0, 1]));
  const [first, last]: FileResult[] = [{}, {}];
  reporter.onTestResult({}, first as FileResult, { numTotalTestSuites: 2, testResults: [first] });
  reporter.onTestResult({}, last as FileResult, { numTotalTestSuites: 2, testResults: [first, last] });
  reporter.onRunComplete(projects, results);
  return { error: reporter.getLastError(), first, last, folder };
}

const half = { statements: 100, branches: 50 };

describe('the reporter of the coverage', () => {
  it('hands the counts of all processes over with the last file, and takes its folder away', async () => {
    const { first, last, folder } = await run(2);

    expect(first).toEqual({});
    const [[file, coverage]] = Object.entries(last?.coverage as object) as [[string, object]];
    expect(file).toBe(path.join(root, 'lib/data/age.ts'));
    expect(coverage).toMatchObject({
      path: file,
      s: [2],
      f: [2],
      b: [[1, 1]],
      branchMap: { 0: { type: 'cond-expr' } },
    });
    expect(existsSync(folder)).toBe(false);
  });

  it('counts what no process has loaded as gone through by nobody', async () => {
    await setFloors({ lib: half, 'lib/data': half });

    const { error } = await run(0);

    expect(error).toBeInstanceOf(Error);
    expect(printed.join()).toContain('lib/data: statements fell to 0 %: test what is new, for 100 % is the least');
  });

  it('fails a full run in which a folder falls below its floor', async () => {
    await setFloors({ lib: half, 'lib/data': { statements: 100, branches: 100 } });

    const { error } = await run(1);

    expect(error).toBeInstanceOf(Error);
    expect(printed).toEqual([
      'Coverage and its floors (tests/coverage-floors.json) differ:\n' +
        '  lib/data: branches fell to 50 %: test what is new, for 100 % is the least',
    ]);
  });

  it('says nothing where all is as it was', async () => {
    await setFloors({ lib: half, 'lib/data': half });

    const { error } = await run(1);

    expect([error, printed]).toEqual([undefined, []]);
  });

  it('says how to raise a floor when a folder rose above it, and fails nothing', async () => {
    await setFloors({ lib: half, 'lib/data': half });

    const { error } = await run(2);

    expect(error).toBeUndefined();
    expect(printed).toEqual([
      'Coverage rose:\n' +
        '  lib: branches rose from 50 to 100 %\n' +
        '  lib/data: branches rose from 50 to 100 %\n' +
        '  npm run coverage:floor makes that the least from now on.',
    ]);
  });

  it('fails for a folder without a floor, and for a floor without a folder', async () => {
    await writeFile(path.join(root, 'lib/domains/clinic/visits/client.ts'), source);
    await setFloors({ lib: { statements: 0, branches: 0 }, 'lib/data': half, 'lib/queue': half });

    const { error } = await run(1);

    expect(error).toBeInstanceOf(Error);
    expect(printed[0]).toContain('lib/domains/clinic/visits has no floor: npm run coverage:floor gives it one');
    expect(printed[0]).toContain('lib/queue has a floor and no file: npm run coverage:floor takes it out');
  });

  it.each<[string, Partial<CoverageConfig>, typeof green]>([
    ['of some paths', { testPathPatterns: { patterns: ['auth'] } }, green],
    ['in which a test failed', {}, { numFailedTestSuites: 1 }],
    ['without coverage', { collectCoverage: false }, green],
  ])('compares nothing in a run %s', async (_, overrides, results) => {
    await setFloors({ lib: half, 'lib/data': { statements: 100, branches: 100 } });
    delete process.env.POLYCLINIC_COVERAGE_COUNTERS;

    const { error } = await run(overrides.collectCoverage === false ? 0 : 1, overrides, results);

    expect([error, printed]).toEqual([undefined, []]);
    expect(existsSync(path.join(root, 'coverage'))).toBe(false);
  });

  it('keeps the figures of a full run, which the floors are raised to', async () => {
    await setFloors({});

    await run(1);

    const found = JSON.parse(await readFile(path.join(root, 'coverage/by-folder.json'), 'utf8'));
    expect(found).toEqual({ lib: half, 'lib/data': half });
  });
});

describe('raising the floors', () => {
  it('lowers none, gives one to each new folder, and takes out those of folders that are gone', () => {
    const floors = { lib: { statements: 90, branches: 90 }, 'lib/queue': half };
    const found = { lib: { statements: 95, branches: 85 }, 'lib/messaging': half };

    expect(raiseFloors(floors, found)).toEqual({ lib: { statements: 95, branches: 90 }, 'lib/messaging': half });
  });
});
