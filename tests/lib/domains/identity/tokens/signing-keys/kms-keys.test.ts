import { verify } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { PublicJwk } from '../../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { createKmsKeyStore } from '../../../../../../lib/domains/identity/tokens/signing-keys/kms-key-store.ts';
import { createKmsKeyring } from '../../../../../../lib/domains/identity/tokens/signing-keys/kms-keyring.ts';
import { createLiveKeyStore } from '../../../../../../lib/domains/identity/tokens/signing-keys/live-key-store.ts';
import { createLiveKeyring } from '../../../../../../lib/domains/identity/tokens/signing-keys/live-keyring.ts';
import type { Signer } from '../../../../../../lib/domains/identity/tokens/signing-keys/signing-key.ts';
import { Unavailable } from '../../../../../../lib/errors.ts';
import { type LocalKms, startKms } from '../../../../../support/kms.ts';

const beginning = 'polyclinic-test-signing';
const keyring = createKmsKeyring(beginning);
const keyStore = createKmsKeyStore(beginning);
const data = Buffer.from('header.payload');

let kms: LocalKms;

beforeAll(async () => {
  kms = await startKms(10);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KMS: kms.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POLYCLINIC_SIGNING_KEY: `kms:${beginning}`,
  });
});
beforeEach(() => {
  kms.calls.length = 0;
});
afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(() => kms.stop());

const aliasesOfOurs = () => [...kms.aliases.keys()].filter((alias) => alias.startsWith(`alias/${beginning}-`));
const stateOf = (alias: string) => kms.keys.get(kms.aliases.get(alias) ?? '')?.state;

describe('a signing key in KMS', () => {
  let jwk: PublicJwk;
  let signer: Signer;

  beforeAll(async () => {
    jwk = await keyStore.make();
    signer = (await keyring.find(jwk.kid)) as Signer;
  });

  it('signs so that the published half verifies it, in one call that tells KMS nothing but a digest', async () => {
    const signature = await signer.sign(data);

    expect(verify('sha256', data, { key: jwk, format: 'jwk' }, signature)).toBe(true);
    expect(kms.calls).toMatchObject([
      { operation: 'Sign', input: { KeyId: `alias/${beginning}-${jwk.kid}`, MessageType: 'DIGEST' } },
    ]);
  });

  it('is the one that POLYCLINIC_SIGNING_KEY leads to', async () => {
    const made = await createLiveKeyStore().make();

    const live = await createLiveKeyring().find(made.kid);

    expect(verify('sha256', data, { key: made, format: 'jwk' }, (await live?.sign(data)) as Buffer)).toBe(true);
    expect(aliasesOfOurs()).toContain(`alias/${beginning}-${made.kid}`);
  });

  it('signs at the second try when the first one was throttled, or lost', async () => {
    for (const failure of ['ThrottlingException', 'KMSInternalException', 'drop']) {
      kms.fail('Sign', failure);

      expect(await signer.sign(data)).toHaveLength(256);
    }
    expect(kms.calls).toHaveLength(6);
  });

  /** As often as a request tries. */
  const always = (failure: string) => Array(8).fill(failure) as string[];

  it.each([
    ['throttles', always('ThrottlingException')],
    ['is over a limit', always('LimitExceededException')],
    ['fails', always('KMSInternalException')],
    ['does not answer', always('drop')],
    ['denies access', ['AccessDeniedException']],
    ['says that the key is disabled', ['DisabledException']],
    ['says that the key is to be deleted', ['KMSInvalidStateException']],
    ['does not know the key', ['NotFoundException']],
  ])('is a 503 to be tried again while KMS %s', async (_, failures) => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    kms.fail('Sign', ...failures);

    const error = await signer.sign(data).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(Unavailable);
    expect(error).toMatchObject({ code: 'SIGNING_UNAVAILABLE', retryAfter: 1 });
    expect(String((error as Error).message)).not.toMatch(/KMS|key/i);
    expect((error as Error).cause).toBeInstanceOf(Error);
    expect(kms.calls).toHaveLength(failures.length);
  });
});

describe('the keyStore of keys in KMS', () => {
  it('makes a key that signs, tells its public half, and calls it by the thumbprint', async () => {
    const jwk = await keyStore.make();

    expect(kms.calls.map(({ operation }) => operation)).toEqual(['CreateKey', 'GetPublicKey', 'CreateAlias']);
    expect(jwk.kid).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(stateOf(`alias/${beginning}-${jwk.kid}`)).toBe('Enabled');
  });

  it.each(['GetPublicKey', 'CreateAlias'])('leaves no nameless key behind when %s fails', async (operation) => {
    kms.fail(operation, 'AccessDeniedException');

    await expect(keyStore.make()).rejects.toThrow('AccessDeniedException');

    const [newest] = [...kms.keys.values()].slice(-1);
    expect(newest?.state).toBe('PendingDeletion');
  });

  it('has all keys but the named ones deleted, and none of another stage', async () => {
    const kept = await keyStore.make();
    const dropped = await keyStore.make();
    const foreign = await createKmsKeyStore('polyclinic-test2-signing').make();
    const droppedId = kms.aliases.get(`alias/${beginning}-${dropped.kid}`) as string;

    await keyStore.keepOnly([kept.kid]);

    expect(aliasesOfOurs()).toEqual([`alias/${beginning}-${kept.kid}`]);
    expect(kms.keys.get(droppedId)?.state).toBe('PendingDeletion');
    expect(stateOf(`alias/${beginning}-${kept.kid}`)).toBe('Enabled');
    expect(stateOf(`alias/polyclinic-test2-signing-${foreign.kid}`)).toBe('Enabled');
  });

  it('goes on where it was cut off in the middle', async () => {
    const kept = await keyStore.make();
    await keyStore.make();
    kms.fail('DeleteAlias', 'AccessDeniedException');
    await expect(keyStore.keepOnly([kept.kid])).rejects.toThrow('AccessDeniedException');

    await keyStore.keepOnly([kept.kid]);

    expect(aliasesOfOurs()).toEqual([`alias/${beginning}-${kept.kid}`]);
  });
});
