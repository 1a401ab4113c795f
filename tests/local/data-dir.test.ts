import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { claimDataDir, DataDirUnusable } from '../../local/data-dir.ts';
import { shrinkMemory } from '../../local/shrink.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-data-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('claimDataDir', () => {
  it('keeps what is there', () => {
    const file = path.join(folder, 'kept');
    writeFileSync(file, '');

    claimDataDir(folder)();

    expect(existsSync(file)).toBe(true);
  });

  it('refuses a folder that another run has', () => {
    const release = claimDataDir(folder);

    expect(() => claimDataDir(folder, { fresh: true })).toThrow(DataDirUnusable);

    release();
    expect(() => claimDataDir(folder)()).not.toThrow();
  });

  it('holds the folder also after garbage was collected', () => {
    claimDataDir(folder);

    shrinkMemory();

    expect(() => claimDataDir(folder)).toThrow(DataDirUnusable);
  });

  it('empties a folder of ours when it is to begin anew', () => {
    const file = path.join(folder, 'kept');
    claimDataDir(folder)();
    writeFileSync(file, '');

    claimDataDir(folder, { fresh: true })();

    expect(existsSync(file)).toBe(false);
  });

  it('never empties a folder that holds the files of somebody else', () => {
    const file = path.join(folder, 'thesis.txt');
    writeFileSync(file, '');

    expect(() => claimDataDir(folder, { fresh: true })).toThrow(/not Polyclinic's/);

    expect(existsSync(file)).toBe(true);
  });
});
