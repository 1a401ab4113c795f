import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureInstalled, isInstalled } from '../../local/install.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'polyclinic-install-'));
  mkdirSync(path.join(folder, 'node_modules'));
});

afterEach(() => rmSync(folder, { recursive: true }));

type Packages = Record<string, { version?: string; optional?: boolean }>;

function writeLock(packages: Packages): void {
  writeFileSync(path.join(folder, 'package-lock.json'), JSON.stringify({ packages }));
}

function writeInstalled(packages: Packages): void {
  writeFileSync(path.join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
}

describe('isInstalled', () => {
  it('says no while npm has not finished', () => {
    writeLock({ '': {}, 'node_modules/zod': { version: '4.0.0' } });

    expect(isInstalled(folder)).toBe(false);
  });

  it('says no when the lock asks for another version', () => {
    writeLock({ 'node_modules/zod': { version: '4.0.1' } });
    writeInstalled({ 'node_modules/zod': { version: '4.0.0' } });

    expect(isInstalled(folder)).toBe(false);
  });

  it('does not miss a package for another system', () => {
    writeLock({
      '': {},
      'node_modules/zod': { version: '4.0.0' },
      'node_modules/win': { version: '1.0.0', optional: true },
    });
    writeInstalled({ 'node_modules/zod': { version: '4.0.0' } });

    expect(isInstalled(folder)).toBe(true);
  });
});

describe('ensureInstalled', () => {
  const packages = { 'node_modules/zod': { version: '4.0.0' } };

  it('installs when something is missing, and not again', () => {
    let installs = 0;
    const install = () => {
      installs += 1;
      writeInstalled(packages);
    };
    writeLock(packages);

    ensureInstalled({ root: folder, install });
    ensureInstalled({ root: folder, install });

    expect(installs).toBe(1);
  });

  it('can install again after an install that failed', () => {
    writeLock(packages);
    const fail = () => {
      throw new Error('no network');
    };

    expect(() => ensureInstalled({ root: folder, install: fail })).toThrow('no network');
    ensureInstalled({ root: folder, install: () => writeInstalled(packages) });

    expect(isInstalled(folder)).toBe(true);
  });
});
