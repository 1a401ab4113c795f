import { describe, expect, it } from '@jest/globals';
import { newDataKey, type Owner, rewrap, unwrap } from '../../../lib/data-keys/data-key.ts';
import { keyedHash } from '../../../lib/data-keys/keyed-hash.ts';
import { wrappingKeyOf } from '../../support/record-keys.ts';

const keyOf = (owner: Owner) => newDataKey(owner, wrappingKeyOf(1)).key;
const one = keyOf('clinics/one');

describe('a keyed hash', () => {
  it('is the same for what is written otherwise but means the same', () => {
    const hashes = ['Zoë Müller', 'ZOE MULLER', 'zoe\u0308 mu\u0308ller'].map((name) => keyedHash(one, 'name', name));

    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[\w-]{22}$/);
  });

  it('is another for another value, field or clinic', () => {
    const hashes = [
      keyedHash(one, 'name', 'ada'),
      keyedHash(one, 'name', 'eve'),
      keyedHash(one, 'city', 'ada'),
      keyedHash(keyOf('clinics/two'), 'name', 'ada'),
    ];

    expect(new Set(hashes).size).toBe(4);
  });

  it('outlives a rotation of the wrapping key', () => {
    const { key, wrapped } = newDataKey('clinics/one', wrappingKeyOf(1));
    const anew = rewrap('clinics/one', wrapped, wrappingKeyOf(1), wrappingKeyOf(2)) ?? '';

    const rotated = unwrap('clinics/one', anew, wrappingKeyOf(2));

    expect(rotated && keyedHash(rotated, 'name', 'ada')).toBe(keyedHash(key, 'name', 'ada'));
  });
});
