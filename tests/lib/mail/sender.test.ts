import { describe, expect, it } from '@jest/globals';
import { senderAddressOf } from '../../../lib/mail/sender.ts';

describe('the address of a sender', () => {
  it.each([
    ['Polyclinic <no-reply@polyclinic.test>', 'no-reply@polyclinic.test'],
    ['"Clinic <North>" <no-reply@polyclinic.test> ', 'no-reply@polyclinic.test'],
    ['no-reply@polyclinic.test', 'no-reply@polyclinic.test'],
    [' <no-reply@polyclinic.test>', 'no-reply@polyclinic.test'],
  ])('is found in %s', (from, address) => {
    expect(senderAddressOf(from)).toBe(address);
  });
});
