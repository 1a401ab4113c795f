import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { proofs } from '../../local/proofs.mjs';
import { sizes } from '../support/sizes.ts';

const files = readdirSync(path.join(root, 'tests'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => `tests/${file.replaceAll(path.sep, '/')}`);
const testsOf = (name: string) =>
  files.filter((file) => proofs[name]?.tests?.some((part) => file.includes(part)) ?? false);

/** Sizes that a file names. */
const sizesIn = (file: string) =>
  [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bsizes\.(\w+)/g)].flatMap(([, name = '']) =>
    Object.hasOwn(sizes, name) ? [name] : [],
  );

describe('npm run prove', () => {
  it.each([
    ['without a name', [], 0],
    ['for a name that it does not know', ['everything'], 1],
  ])('lists what it can prove %s', (_, args, code) => {
    const { stdout, status } = spawnSync(process.execPath, ['local/prove.mjs', ...args], {
      cwd: root,
      encoding: 'utf8',
    });

    expect(status).toBe(code);
    for (const [name, { shows, takes }] of Object.entries(proofs)) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +${shows} \\(${takes}\\)$`, 'm'));
    }
  });

  it.each(Object.entries(proofs))('runs what is there: %s', (name, { script, tests = [] }) => {
    const found = tests.filter((part) => files.some((file) => file.includes(part)));

    expect(found).toEqual(tests);
    expect(script === undefined ? testsOf(name).flatMap(sizesIn).length > 0 : existsSync(path.join(root, script))).toBe(
      true,
    );
  });

  it('reaches each size that the table has', () => {
    const proved = Object.keys(proofs).flatMap(testsOf).flatMap(sizesIn);

    expect([...new Set(proved)].sort()).toEqual(Object.keys(sizes).sort());
  });
});
