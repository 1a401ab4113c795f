import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { createAccessTokenVerifier } from '../../../../../../lib/domains/identity/tokens/access-token-verifier.ts';
import { createAccessTokenIssuer } from '../../../../../../lib/domains/identity/tokens/access-tokens.ts';
import { createCurrentSigner } from '../../../../../../lib/domains/identity/tokens/signing-keys/current-signer.ts';
import type { PrivateJwk, PublicJwk } from '../../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { createKeyRotation } from '../../../../../../lib/domains/identity/tokens/signing-keys/key-rotation.ts';
import { createPublishedKeyRepository } from '../../../../../../lib/domains/identity/tokens/signing-keys/published-key-repository.ts';
import { createPublishedKeys } from '../../../../../../lib/domains/identity/tokens/signing-keys/published-keys.ts';
import { newPrivateJwk } from '../../../../../../lib/domains/identity/tokens/signing-keys/signing-key.ts';
import { createTestClock, type TestClock } from '../../../../../support/clock.ts';
import { createMemoryDatabase } from '../../../../../support/memory-database.ts';
import { createTestPlatform } from '../../../../../support/platform.ts';
import { createMemoryKeys, type MemoryKeys } from '../../../../../support/signing-keys.ts';
import { sizes } from '../../../../../support/sizes.ts';

const parties = { issuer: 'https://api.polyclinic.test', audience: 'polyclinic' };
const subject = {
  userId: '019a0000-0000-7000-8000-000000000001',
  sessionId: '019a0000-0000-7000-8000-000000000002',
  roles: ['user' as const],
  version: 1,
};
const tokenMinutes = 15;

let pairs: PrivateJwk[];
let clock: TestClock;
let memoryKeys: MemoryKeys;
let dependencies: ReturnType<typeof createDependencies>;

beforeAll(async () => {
  pairs = await Promise.all(Array.from({ length: 4 }, newPrivateJwk));
});
beforeEach(() => {
  const fresh = pairs.values();
  clock = createTestClock('2026-03-08T10:00:00.000Z');
  memoryKeys = createMemoryKeys(async () => fresh.next().value as PrivateJwk);
  dependencies = createDependencies();
});

function createDependencies() {
  const platform = createTestPlatform(createMemoryDatabase(), { clock });
  return { ...platform, repository: createPublishedKeyRepository(platform) };
}

/** A process that signs and verifies, with a list of its own that it reloads as a function does. */
function createInstance() {
  const publishedKeys = createPublishedKeys(dependencies);
  const signer = createCurrentSigner({ publishedKeys, keyring: memoryKeys });
  const issuer = createAccessTokenIssuer({ ...dependencies, ...parties, signer });
  let known: readonly PublicJwk[] = [];
  const verifier = createAccessTokenVerifier({ ...parties, keys: () => known, clock });
  return {
    issue: () => issuer.issue(subject),
    async verify(token: string) {
      known = await publishedKeys.load();
      verifier.verify(token);
    },
  };
}

type Instance = ReturnType<typeof createInstance>;

/** What signed a token. */
const kidOf = (token: string) => decomposeUnverifiedJwt(token).header.kid as string;

/** Lets what runs behind the requests come to its end. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('a rotation', () => {
  it('lets no token be refused, at any minute, whatever the age of the lists that sign and verify', async () => {
    const rotate = createKeyRotation({ ...dependencies, keyStore: memoryKeys });
    await rotate();
    // Each is called every ten minutes, and so goes by a list of ten minutes; at every step it is another one's turn.
    const step = sizes.rotationStepMinutes;
    const instances: Instance[] = Array.from({ length: 10 / step }, createInstance);
    const busy = createInstance();
    const valid: string[][] = [];
    const signedBy = new Set<string>();
    let verified = 0;

    for (let minute = 0; minute < 120; minute += step) {
      if (minute === 20 || minute === 60) await rotate();
      const rested = instances[(minute / step) % instances.length] as Instance;
      const all = [busy, rested, createInstance()];
      valid.push(await Promise.all(all.map((instance) => instance.issue())));
      for (const token of valid.flat()) {
        for (const instance of all) await instance.verify(token);
        signedBy.add(kidOf(token));
        verified += all.length;
      }
      await settle();
      clock.advance(step * 60);
      if (valid.length * step > tokenMinutes - step) valid.shift();
    }

    expect([...signedBy]).toEqual(pairs.slice(0, 3).map(({ kid }) => kid));
    expect(verified).toBeGreaterThan(10_000 / step ** 2);
    // At the full size ten thousand signatures are verified: seconds at best.
  }, 300_000);

  it('is taken up by a signer whose list is ten minutes old, to the minute', async () => {
    const rotate = createKeyRotation({ ...dependencies, keyStore: memoryKeys });
    const { jwk: first } = await rotate();
    const { jwk: second } = await rotate();
    clock.advance(5 * 60);
    const instance = createInstance();
    await instance.issue();
    clock.advance(10 * 60 - 1);

    expect(kidOf(await instance.issue())).toBe(first.kid);
    clock.advance(1);

    expect(kidOf(await instance.issue())).toBe(second.kid);
  });
});

describe('the key that signs', () => {
  it('is the one before where the newest has no private half here', async () => {
    const rotate = createKeyRotation({ ...dependencies, keyStore: memoryKeys });
    const { jwk: first } = await rotate();
    const { jwk: second } = await rotate();
    clock.advance(15 * 60);
    await memoryKeys.keepOnly([first.kid]);

    const token = await createInstance().issue();

    expect(kidOf(token)).toBe(first.kid);
    expect(kidOf(token)).not.toBe(second.kid);
  });

  it('is missed with a 503 where there is none, or where its tokens would outlive it', async () => {
    await expect(createInstance().issue()).rejects.toMatchObject({ code: 'SIGNING_UNAVAILABLE' });
    const rotate = createKeyRotation({ ...dependencies, keyStore: memoryKeys });
    const { jwk: first } = await rotate();
    await rotate();
    clock.advance(30 * 60 + 1);
    await memoryKeys.keepOnly([first.kid]);

    await expect(createInstance().issue()).rejects.toMatchObject({ code: 'SIGNING_UNAVAILABLE' });
  });
});
