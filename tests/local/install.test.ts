import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ensureInstalled, isInstalled } from '../../local/install.mjs';
import { nodeBinary } from '../../local/node-binary.mjs';

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

describe('the Node that npm fetched', () => {
  const packages = { 'node_modules/node': { version: '24.21.0' } };
  const sha256Of = (content: string) => createHash('sha256').update(content).digest('hex');
  const pinned = { version: '24.21.0', sha256: { 'linux-x64': sha256Of('the true Node') } };

  /** An install that brings this binary, on a system. */
  function install(content: string, platform = 'linux-x64') {
    const told: string[] = [];
    const refused: string[] = [];
    const node = {
      ...{ pinned, platform },
      refuse: (message: string) => void refused.push(message),
      say: (line: string) => void told.push(line),
    };
    const npmCi = () => {
      mkdirSync(path.dirname(nodeBinary(folder)), { recursive: true });
      writeFileSync(nodeBinary(folder), content);
      writeInstalled(packages);
    };
    writeLock(packages);
    return { start: () => ensureInstalled({ root: folder, install: npmCi, node }), told, refused };
  }

  it('is let through where it is the pinned one', () => {
    const { start, told, refused } = install('the true Node');

    start();

    expect([told, refused]).toEqual([[], []]);
    expect(existsSync(nodeBinary(folder))).toBe(true);
  });

  it('is refused where it is another, with a word of what to do, and lies where nothing runs it', () => {
    const { start, refused } = install('another Node');

    start();

    expect(refused).toEqual([expect.stringContaining(`SHA-256 ${sha256Of('another Node')} in place of`)]);
    expect(refused[0]).toContain('Find out what stands between this machine and the npm registry');
    expect(refused[0]).toContain('npm commands since it was installed may have run it');
    expect([nodeBinary(folder), `${nodeBinary(folder)}.refused`].map(existsSync)).toEqual([false, true]);
  });

  it('is fetched again by the next start where it was refused', () => {
    install('another Node').start();
    const { start, refused } = install('the true Node');

    start();

    expect(refused).toEqual([]);
    expect(existsSync(nodeBinary(folder))).toBe(true);
  });

  it('is refused by a start that installs nothing, where npm ci was run by hand', () => {
    const { start, refused } = install('the true Node');
    start();
    writeFileSync(nodeBinary(folder), 'another Node');

    start();

    expect(refused).toHaveLength(1);
  });

  it('is told of once, and run, on a system that no hash is known for', () => {
    const { start, told, refused } = install('a Node for a Mac', 'darwin-arm64');

    start();
    start();

    expect(told).toEqual([expect.stringContaining('No hash of Node 24.21.0 is known for darwin-arm64')]);
    expect(refused).toEqual([]);
    expect(existsSync(nodeBinary(folder))).toBe(true);
  });
});
