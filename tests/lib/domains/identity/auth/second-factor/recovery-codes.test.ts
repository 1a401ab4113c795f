import { describe, expect, it } from '@jest/globals';
import {
  hashOfRecoveryCode,
  newRecoveryCodes,
} from '../../../../../../lib/domains/identity/auth/second-factor/recovery-codes.ts';

describe('recovery codes', () => {
  it('are ten at a time, all different, 80 bits each in four readable groups', () => {
    const codes = newRecoveryCodes();

    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  });

  it.each(['mfrg-gzdf-mztw-q2lk', 'MFRGGZDFMZTWQ2LK', ' MFRG GZDF MZTW Q2LK ', 'MFRG–GZDF–MZTW–Q2LK'])(
    'are the same as they are shown when typed as %p',
    (typed) => {
      expect(hashOfRecoveryCode(typed)).toBe(hashOfRecoveryCode('MFRG-GZDF-MZTW-Q2LK'));
    },
  );

  it('are others when a letter is another', () => {
    expect(hashOfRecoveryCode('MFRG-GZDF-MZTW-Q2LM')).not.toBe(hashOfRecoveryCode('MFRG-GZDF-MZTW-Q2LK'));
  });
});
