import { describe, expect, it } from '@jest/globals';
import { toBase32 } from '../../../../../../lib/domains/identity/auth/second-factor/base32.ts';
import {
  newTotpSecret,
  otpauthUri,
  stepAt,
  stepOfCode,
  totpOf,
} from '../../../../../../lib/domains/identity/auth/second-factor/totp.ts';

/** The secret of RFC 6238, appendix B, for SHA-1. */
const secret = Buffer.from('12345678901234567890');
const at = (seconds: number) => new Date(seconds * 1_000);

describe('a code of an authenticator', () => {
  // The RFC shows eight digits, of which ours are the last six.
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('is at second %p that of RFC 6238', (seconds, code) => {
    expect(totpOf(secret, stepAt(at(seconds)))).toBe(code.slice(-6));
  });

  it.each([
    ['the step before', 29, 1],
    ['the first second of its own', 30, 1],
    ['the last second of its own', 59, 1],
    ['the step after', 89, 1],
    ['two steps before', -1, undefined],
    ['two steps after', 90, undefined],
  ])('belongs to its step when it is shown in %s', (_, seconds, step) => {
    // Step 0 begins at second 0; the code is that of step 1, and time is moved on by an hour to stay above zero.
    const hour = 3_600;
    const code = totpOf(secret, 1 + hour / 30);

    expect(stepOfCode(secret, code, at(hour + seconds))).toBe(step === undefined ? undefined : step + hour / 30);
  });

  it.each(['', '28708', '2870822', '28708a', '２８７０８２', ' 287082', '287082\n'])('is never %p', (code) => {
    expect(stepOfCode(secret, code, at(59))).toBeUndefined();
  });

  it('takes a secret of 20 bytes that is not made twice', () => {
    const [one, other] = [newTotpSecret(), newTotpSecret()];

    expect(one).toHaveLength(20);
    expect(one.equals(other)).toBe(false);
  });
});

describe('the URI for an authenticator', () => {
  it('names issuer and account and tells all that codes are made by', () => {
    const uri = otpauthUri(secret, 'ada+tests@example.com');

    expect(uri).toBe(
      'otpauth://totp/Polyclinic:ada%2Btests%40example.com' +
        '?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Polyclinic&algorithm=SHA1&digits=6&period=30',
    );
  });
});

describe('base32', () => {
  // RFC 4648, section 10, without the padding.
  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('of %p is %p', (text, encoded) => {
    expect(toBase32(Buffer.from(text))).toBe(encoded);
  });
});
