import { describe, expect, it } from '@jest/globals';
import { bundleContract, bundlesOf } from '../support/bundles.ts';

const bundles = bundlesOf('clinic');

bundleContract(bundles);

describe('the bundles of the clinic', () => {
  it('hold a GET by id in 360 KB', () => {
    expect(bundles.sizes.get('clinics-get-clinic')).toBeLessThan(360 * 1024);
  });

  it('that make no data keys do not ask KMS for any', () => {
    const asking = [...bundles.inputsOf].filter(([, files]) => files.some((file) => file.includes('/client-kms/')));

    expect(asking.map(([name]) => name).filter((name) => name.startsWith('clinics-'))).toEqual([
      'clinics-create-clinic',
    ]);
  });
});
