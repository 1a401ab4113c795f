import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { publishFirstKeys } from '../../../../../../lib/domains/identity/tokens/signing-keys/first-keys.ts';
import type { PrivateJwk } from '../../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { createKeyRotation } from '../../../../../../lib/domains/identity/tokens/signing-keys/key-rotation.ts';
import { createPublishedKeyRepository } from '../../../../../../lib/domains/identity/tokens/signing-keys/published-key-repository.ts';
import { newPrivateJwk, publicHalfOf } from '../../../../../../lib/domains/identity/tokens/signing-keys/signing-key.ts';
import { createTestClock, type TestClock } from '../../../../../support/clock.ts';
import { createMemoryDatabase, type MemoryDatabase } from '../../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../../support/platform.ts';
import { createMemoryKeys, type MemoryKeys } from '../../../../../support/signing-keys.ts';

const minute = 60;

/** Key pairs for all tests: RSA takes longer than a test. */
let pairs: PrivateJwk[];
let database: MemoryDatabase;
let clock: TestClock;
let memoryKeys: MemoryKeys;
let rotate: ReturnType<typeof createKeyRotation>;

const dependencies = () => createTestPlatform(database, { clock });
const publishedKids = () =>
  database
    .itemsOf('identity')
    .flatMap(({ kid }) => (typeof kid === 'string' ? [kid] : []))
    .sort();
const kidOf = (index: number) => (pairs[index] as PrivateJwk).kid;

beforeAll(async () => {
  pairs = await Promise.all(Array.from({ length: 6 }, newPrivateJwk));
});
beforeEach(() => {
  const fresh = pairs.values();
  database = createMemoryDatabase();
  clock = createTestClock('2026-03-08T10:00:00.000Z');
  memoryKeys = createMemoryKeys(async () => fresh.next().value as PrivateJwk);
  rotate = createKeyRotation({ ...dependencies(), keyStore: memoryKeys });
});

describe('the rotation of signing keys', () => {
  it('publishes the first key of all to sign at once', async () => {
    const { jwk, activeFrom } = await rotate();

    expect(activeFrom).toBe('2026-03-08T10:00:00.000Z');
    expect(publishedKids()).toEqual([jwk.kid]);
    expect(memoryKeys.kids()).toEqual([jwk.kid]);
  });

  it('publishes every other key 15 minutes before it signs, and nothing but its public half', async () => {
    await rotate();
    clock.advance(60 * minute);

    const { jwk, activeFrom } = await rotate();

    expect(activeFrom).toBe('2026-03-08T11:15:00.000Z');
    expect(jwk).toEqual(publicHalfOf(pairs[1] as PrivateJwk));
    expect(publishedKids()).toEqual([kidOf(0), kidOf(1)].sort());
    expect(JSON.stringify(database.itemsOf('identity'))).not.toContain(pairs[1]?.d);
  });

  it('is recorded together with the key', async () => {
    const { jwk } = await rotate();

    expect(database.itemsOf('audit')).toMatchObject([
      { action: 'signing-key.rotated', subject: `signing-keys/${jwk.kid}`, outcome: 'success' },
    ]);
    expect(database.itemsOf('audit')[0]?.commitId).toBe(
      database.itemsOf('identity').find(({ kid }) => kid === jwk.kid)?.commitId,
    );
  });

  it('is refused while a new key waits for its time', async () => {
    await rotate();
    await rotate();
    clock.advance(15 * minute - 1);

    await expect(rotate()).rejects.toMatchObject({
      code: 'KEY_ROTATION_UNDER_WAY',
      message: expect.stringContaining('2026-03-08T10:15:00.000Z'),
    });
    expect(memoryKeys.kids()).toHaveLength(2);
    clock.advance(1);

    expect((await rotate()).activeFrom).toBe('2026-03-08T10:30:00.000Z');
  });

  it('makes one key when it is asked for twenty times at once', async () => {
    await rotate();

    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => rotate()));

    const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
    expect(reasons).toEqual(Array.from({ length: 19 }, () => 'KEY_ROTATION_UNDER_WAY'));
    expect(memoryKeys.kids()).toHaveLength(2);
    expect(publishedKids()).toHaveLength(2);
  });

  it('drops both halves of a key when its last token has long expired, and not before', async () => {
    await rotate();
    await rotate();
    clock.advance(45 * minute - 1);
    await rotate();
    expect(publishedKids()).toEqual([kidOf(0), kidOf(1), kidOf(2)].sort());
    clock.advance(15 * minute);

    await rotate();

    expect(publishedKids()).toEqual([kidOf(1), kidOf(2), kidOf(3)].sort());
    expect(memoryKeys.kids()).toEqual([kidOf(1), kidOf(2), kidOf(3)]);
  });

  it('is over when its halves cannot be dropped; the next one drops them', async () => {
    await rotate();
    await rotate();
    clock.advance(46 * minute);
    const failing = { ...memoryKeys, keepOnly: () => Promise.reject(new Error('not now')) };

    await createKeyRotation({ ...dependencies(), keyStore: failing })();
    expect(memoryKeys.kids()).toHaveLength(3);
    clock.advance(15 * minute);
    await rotate();

    expect(memoryKeys.kids()).toEqual([kidOf(1), kidOf(2), kidOf(3)]);
  });

  it('can begin anew a minute after one that died, whose private half goes unused', async () => {
    await rotate();
    const dying = { ...memoryKeys, make: () => memoryKeys.make().then(() => Promise.reject(new Error('killed'))) };
    await expect(createKeyRotation({ ...dependencies(), keyStore: dying })()).rejects.toThrow('killed');
    await expect(rotate()).rejects.toMatchObject({ code: 'KEY_ROTATION_UNDER_WAY' });
    clock.advance(minute);

    await rotate();

    expect(publishedKids()).toEqual([kidOf(0), kidOf(2)].sort());
    expect(memoryKeys.kids()).toEqual([kidOf(0), kidOf(2)]);
  });

  it('publishes nothing when it took so long that another one took over', async () => {
    await rotate();
    const slow = {
      ...memoryKeys,
      make: async () => {
        const jwk = await memoryKeys.make();
        clock.advance(2 * minute);
        await rotate();
        return jwk;
      },
    };

    await expect(createKeyRotation({ ...dependencies(), keyStore: slow })()).rejects.toMatchObject({
      code: 'KEY_ROTATION_SUPERSEDED',
    });
    expect(publishedKids()).toEqual([kidOf(0), kidOf(2)].sort());
  });

  it('goes on from a key that was published before keys were rotated', async () => {
    const jwk = publicHalfOf(pairs[5] as PrivateJwk);
    const old = { kid: jwk.kid, jwk, publishedAt: '2026-01-01T00:00:00.000Z', entity: 'published-key', version: 1 };
    database.plant('identity', { pk: 'SIGNING-KEYS', sk: `KEY#${jwk.kid}`, ...old });

    const { activeFrom } = await rotate();

    expect(activeFrom).toBe('2026-03-08T10:15:00.000Z');
    expect(await createPublishedKeyRepository(dependencies()).list()).toContainEqual({
      jwk,
      activeFrom: '2026-01-01T00:00:00.000Z',
    });
  });
});

describe('the first keys', () => {
  it('are published to sign at once where none of them is known, also by several at once', async () => {
    const jwks = pairs.slice(0, 2).map(publicHalfOf);

    await Promise.all([1, 2, 3].map(() => publishFirstKeys(jwks, dependencies())));

    expect(publishedKids()).toEqual([kidOf(0), kidOf(1)].sort());
  });

  it('are left as they are where one of them is known', async () => {
    await publishFirstKeys([publicHalfOf(pairs[0] as PrivateJwk)], dependencies());
    const before = database.itemsOf('identity');

    await publishFirstKeys(pairs.slice(0, 2).map(publicHalfOf), dependencies());

    expect(database.itemsOf('identity')).toEqual(before);
  });

  it('sign in place of others, whose private halves are not here', async () => {
    await publishFirstKeys([publicHalfOf(pairs[0] as PrivateJwk)], dependencies());
    clock.advance(minute);

    await publishFirstKeys([publicHalfOf(pairs[1] as PrivateJwk)], dependencies());

    expect(publishedKids()).toEqual([kidOf(0), kidOf(1)].sort());
  });
});
