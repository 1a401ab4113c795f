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

  // Beside what a GET by id of a person carries: the keys of records, and what opens them.
  it('hold the record of a patient in 410 KB', () => {
    expect(bundles.sizes.get('patients-get-patient')).toBeLessThan(410 * 1024);
  });

  it('fail at their start naming every variable that is missing', () => {
    const { status, stderr } = bundles.start('patients-get-patient', {});

    expect(status).not.toBe(0);
    for (const variable of ['POLYCLINIC_CLINIC_TABLE', 'POLYCLINIC_DATA_KEYS_TABLE', 'POLYCLINIC_ROOT_KEY']) {
      expect(stderr).toContain(`${variable} is missing`);
    }
  });
});
