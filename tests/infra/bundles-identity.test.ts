import { describe, expect, it } from '@jest/globals';
import { bundleContract, bundlesOf } from '../support/bundles.ts';

const bundles = bundlesOf('identity');

bundleContract(bundles);

describe('the bundles of identity', () => {
  // Beside its own work a GET by id carries the ways to tell who calls, what is counted, and the audit of what is refused.
  it('hold a GET by id in 362 KB', () => {
    expect(bundles.sizes.get('users-get-own-user')).toBeLessThan(362 * 1024);
  });

  it('are those that sign and those in which a password is chosen', () => {
    const inputs = [...bundles.inputsOf.values()].flat();

    expect(inputs.filter((file) => file.includes('live-keyring')).length).toBeGreaterThan(0);
    expect(inputs.filter((file) => file.includes('common-passwords.ts'))).toHaveLength(3);
  });

  it('fail at their start naming every variable that is missing', () => {
    const { status, stderr } = bundles.start('auth-log-in', {});

    expect(status).not.toBe(0);
    for (const variable of ['POLYCLINIC_IDENTITY_TABLE', 'POLYCLINIC_AUDIT_TABLE', 'POLYCLINIC_SIGNING_KEY']) {
      expect(stderr).toContain(`${variable} is missing`);
    }
  });
});
