import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FileCoverage, readCoverage } from './coverage.ts';
import { compareWithFloors, figuresByFolder, floorsFile, foundFile, raising, readFigures } from './coverage-floors.ts';
import { isFullRun, printLine, type RunConfig, type RunProject, type RunResults } from './full-run.ts';

export interface CoverageConfig extends RunConfig {
  readonly rootDir: string;
  readonly collectCoverage: boolean;
}

/** What we use of jest's results of a file, and of all files that have ended. */
export interface FileResult {
  coverage?: unknown;
}
export interface ResultsSoFar {
  readonly numTotalTestSuites: number;
  readonly testResults: readonly unknown[];
}

/**
 * Hands what was counted to jest's reports of the coverage, and fails a full run in which a folder fell below its floor.
 * Jest calls it with `new`.
 */
export default function createCoverageReporter(config: CoverageConfig, { print = printLine } = {}) {
  const { rootDir, collectCoverage } = config;
  const countersFolder = collectCoverage ? mkdtempSync(path.join(tmpdir(), 'polyclinic-coverage-')) : undefined;
  let coverage: Record<string, FileCoverage> | undefined;
  let wrong: readonly string[] = [];
  // Every process of this run writes to it, by tests/support/environment.mjs.
  if (countersFolder) process.env.POLYCLINIC_COVERAGE_COUNTERS = countersFolder;
  return {
    onTestResult(_test: unknown, result: FileResult, { numTotalTestSuites, testResults }: ResultsSoFar): void {
      if (!countersFolder || coverage || testResults.length < numTotalTestSuites) return;
      // With the last file come the counts of all: jest's reporter of the coverage, which is asked after this one, has them so.
      coverage = readCoverage(rootDir, countersFolder);
      result.coverage = coverage;
    },
    onRunComplete(projects: ReadonlySet<RunProject>, { numFailedTestSuites }: RunResults): void {
      if (!countersFolder) return;
      rmSync(countersFolder, { recursive: true, force: true });
      // What a test that failed did not come to is covered all the same.
      if (coverage && numFailedTestSuites === 0 && isFullRun(config, projects)) wrong = judge(rootDir, coverage, print);
    },
    getLastError: () => (wrong.length > 0 ? new Error('The coverage fell below its floors.') : undefined),
  };
}

/** Keeps the figures, prints what is to be known of them, and gives what is wrong. */
function judge(root: string, coverage: Record<string, FileCoverage>, print: (text: string) => void): string[] {
  const found = figuresByFolder(root, coverage);
  mkdirSync(path.dirname(path.join(root, foundFile)), { recursive: true });
  writeFileSync(path.join(root, foundFile), JSON.stringify(found));
  const { wrong, risen } = compareWithFloors(readFigures(root, floorsFile), found);
  const advice = risen.length > 0 ? [...risen, `${raising} makes that the least from now on.`] : [];
  if (wrong.length > 0) print(`Coverage and its floors (${floorsFile}) differ:\n${indented(wrong)}`);
  if (advice.length > 0) print(`Coverage rose:\n${indented(advice)}`);
  return wrong;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}
