import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RunConfig } from '../support/full-run.ts';
import createGrantsReporter from '../support/grants-reporter.ts';

const full: RunConfig = {
  testPathPatterns: { patterns: [] },
  onlyChanged: false,
  onlyFailures: false,
  findRelatedTests: false,
};
const projectsOf = (...names: string[]) => new Set(names.map((name) => ({ config: { displayName: { name } } })));
const green = { numFailedTestSuites: 0 };

let folder: string;
let file: string;
let kept: string | undefined;
let printed: string;
const print = (text: string) => {
  printed += text;
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'polyclinic-record-'));
  file = path.join(folder, 'grants.jsonl');
  kept = process.env.POLYCLINIC_GRANTS_RECORD;
  process.env.POLYCLINIC_GRANTS_RECORD = file;
  printed = '';
});

afterEach(async () => {
  if (kept === undefined) delete process.env.POLYCLINIC_GRANTS_RECORD;
  else process.env.POLYCLINIC_GRANTS_RECORD = kept;
  await rm(folder, { recursive: true, force: true });
});

describe('the reporter of the grants', () => {
  it('fails a full run that saw a call without a grant, and one that saw no call for a grant', async () => {
    const scan = { functionName: 'auth-log-in', action: 'dynamodb:Scan', on: { kind: 'table', name: 'identity' } };
    await writeFile(file, `${JSON.stringify(scan)}\n`);
    const reporter = createGrantsReporter(full, { print });

    await reporter.onRunComplete(projectsOf('unit', 'e2e'), green);

    expect(reporter.getLastError()).toBeInstanceOf(Error);
    expect(printed).toMatch(/auth-log-in +dynamodb:Scan +table identity +called, but no grant/);
    expect(printed).toMatch(/auth-log-in +dynamodb:PutItem +table audit +lists audit:append, but has no need of it/);
  });

  it('does not speak of needless grants where a test failed, which may have been on its way to one', async () => {
    await writeFile(file, '');
    const reporter = createGrantsReporter(full, { print });

    await reporter.onRunComplete(projectsOf('e2e'), { numFailedTestSuites: 1 });

    expect(reporter.getLastError()).toBeUndefined();
    expect(printed).toBe('Grants: no call went beyond them.');
  });

  it.each([
    ['some paths', { testPathPatterns: { patterns: ['auth'] } }, ['unit', 'e2e']],
    ['some names', { testNamePattern: 'register' }, ['unit', 'e2e']],
    ['what has changed', { onlyChanged: true }, ['unit', 'e2e']],
    ['what had failed', { onlyFailures: true }, ['unit', 'e2e']],
    ['what belongs to a file', { findRelatedTests: true }, ['unit', 'e2e']],
    ['a shard', { shard: { shardIndex: 1, shardCount: 2 } }, ['unit', 'e2e']],
    ['no end-to-end tests', {}, ['unit']],
  ])('says that it skipped the comparison in a run of %s', async (_, overrides, projects) => {
    const reporter = createGrantsReporter({ ...full, ...overrides }, { print });

    await reporter.onRunComplete(projectsOf(...projects), green);

    expect(reporter.getLastError()).toBeUndefined();
    expect(printed).toBe('Grants: not compared with calls, since only a part of the tests ran.');
  });
});
