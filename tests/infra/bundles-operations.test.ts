import { readdirSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { stacksOf } from '../../infra/framework.ts';
import { discoverFunctions } from '../../infra/functions.ts';
import { bundleContract, bundlesOf } from '../support/bundles.ts';

const bundles = bundlesOf('operations');

bundleContract(bundles);

describe('the bundles of operations', () => {
  it('are six at least without AWS', () => {
    const plain = [...bundles.inputsOf.values()].filter((files) =>
      files.every((file) => !file.includes('@aws-sdk/client-')),
    );

    expect(plain.length).toBeGreaterThanOrEqual(6);
  });
});

describe('the tests of the bundles', () => {
  it('are a file for each stack that has functions', async () => {
    const stacks = stacksOf(await discoverFunctions()).filter((stack) => stack !== 'data');
    const files = readdirSync(import.meta.dirname);

    expect(stacks.filter((stack) => !files.includes(`bundles-${stack}.test.ts`))).toEqual([]);
  });
});
