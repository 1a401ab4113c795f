import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../../infra/functions.ts';
import { pinnedNode } from '../../local/node-binary.mjs';

/** Packages for other systems that the registry did not have when the lock was made: SECURITY.md speaks of them. */
const withoutIntegrity = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'win32-x64'].map(
  (system) => `node_modules/@dynoxide/${system}`,
);

interface Entry {
  readonly version: string;
  readonly integrity?: string;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const { '': project, ...packages }: Record<string, Entry> = read('package-lock.json').packages;

describe('package-lock.json', () => {
  it('says what each package must hash to, but for those that are named', () => {
    const unpinned = Object.entries(packages).filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));

    expect(unpinned.map(([name]) => name)).toEqual(withoutIntegrity);
  });

  it('asks for the one Node whose hashes are known', () => {
    const asked = [project?.devDependencies?.node, read('package.json').devDependencies.node];

    expect([...asked, packages['node_modules/node']?.version]).toEqual(Array(3).fill(pinnedNode.version));
  });
});

describe('what npm may run when it installs', () => {
  it('is the script that fetches that Node alone', () => {
    const { allowScripts } = read('package.json') as { readonly allowScripts: Readonly<Record<string, boolean>> };

    expect(Object.keys(allowScripts).filter((name) => allowScripts[name])).toEqual(['node']);
  });
});
