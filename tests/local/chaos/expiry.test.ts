import { describe, expect, it } from '@jest/globals';
import { expiry } from '../../../local/chaos/expiry.ts';
import type { StoredItem } from '../../../local/chaos/items.ts';
import type { Answer } from '../../../local/chaos/persistence.ts';

const clinicId = '019a0000-0000-7000-8000-00000000c001';
const place = { pk: 'any', sk: 'any' };
const key = (attributes: object = { expiredAt: '2026-03-08T09:30:00.000Z' }): StoredItem => ({
  ...{ table: 'identity', entity: 'api-key', name: 'Laboratory 7', ...place },
  ...attributes,
});
const use = (apiKeys: number): StoredItem => ({ table: 'clinic', entity: 'clinic-use', clinicId, apiKeys, ...place });

const complaints = (items: readonly StoredItem[], counted = 0) =>
  expiry.begin(7).complaintsAbout({ items, all: [...items, use(counted)], mails: [] });

async function walk(made: Answer) {
  const asked: unknown[] = [];
  const surroundings = {
    async send(path: string, body: object | (() => object), headers?: object): Promise<Answer> {
      asked.push([path, Object.keys(typeof body === 'function' ? body() : body), headers]);
      return path.endsWith('login') ? { status: 200, data: { accessToken: 'abc' }, isRepeated: false } : made;
    },
    mails: async () => [],
  };
  const { prepare, steps } = expiry.begin(7);
  await prepare?.(surroundings);
  await steps.expire?.(surroundings);
  return asked;
}

describe('the flow of a key that expires', () => {
  it('signs in before, and makes a key of a clinic that ends soon', async () => {
    expect(await walk({ status: 201, isRepeated: true })).toEqual([
      ['/v1/auth/login', expect.arrayContaining(['email', 'password']), undefined],
      ['/v1/api-keys', expect.arrayContaining(['clinicId', 'expiresAt']), { authorization: 'Bearer abc' }],
    ]);
  });

  it('fails where no key is made', async () => {
    await expect(walk({ status: 422, code: 'UNKNOWN_REFERENCE', isRepeated: true })).rejects.toThrow('answered 422');
  });

  it('counts a key for each time that it was begun', () => {
    expect(expiry.times?.({ items: [key(), key()], all: [], mails: [] })).toBe(2);
  });

  it.each([
    ['all is well', [key()], 0, []],
    ['there is none', [], 0, ['there is no key']],
    ['its end is not on record', [key({})], 0, ['a key whose end is not on record']],
    ['it is still counted', [key()], 1, ['1 keys are counted at the clinic, not 0']],
  ])('looks whether %s', (_, items, counted, expected) => {
    expect(complaints(items, counted)).toEqual(expected);
  });
});
