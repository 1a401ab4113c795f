import { generateKeyPairSync, verify } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createSigningKey, newSigningKey } from '../../../lib/auth/signing-key.ts';
import { ConfigurationError } from '../../../lib/config.ts';

describe('createSigningKey', () => {
  let jwk: Record<string, string>;

  beforeAll(async () => {
    jwk = JSON.parse(await newSigningKey());
  });

  it('signs so that the published half verifies it', async () => {
    const { signer, publicJwk } = await createSigningKey(async () => JSON.stringify(jwk))();
    const data = Buffer.from('header.payload');

    const signature = await signer.sign(data);

    expect(signature).toHaveLength(256);
    expect(verify('sha256', data, { key: publicJwk, format: 'jwk' }, signature)).toBe(true);
  });

  it('publishes the public numbers and what they are for, nothing else', async () => {
    const { signer, publicJwk } = await createSigningKey(async () => JSON.stringify(jwk))();

    expect(publicJwk).toEqual({ kty: 'RSA', use: 'sig', alg: 'RS256', kid: jwk.kid, n: jwk.n, e: jwk.e });
    expect(signer.kid).toBe(jwk.kid);
    expect(jwk.kid).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('reads the key once', async () => {
    let reads = 0;
    const signingKey = createSigningKey(async () => {
      reads += 1;
      return JSON.stringify(jwk);
    });

    const keys = await Promise.all([signingKey(), signingKey()]);

    expect(reads).toBe(1);
    expect(keys[0]).toBe(keys[1]);
  });

  it.each<[string, () => string]>([
    ['is not JSON', () => JSON.stringify(jwk).slice(0, -1)],
    ['has no id', () => JSON.stringify({ ...jwk, kid: undefined })],
    ['is public', () => JSON.stringify({ kty: jwk.kty, use: 'sig', alg: 'RS256', kid: jwk.kid, n: jwk.n, e: jwk.e })],
    ['is for another algorithm', () => JSON.stringify({ ...jwk, alg: 'PS256' })],
    ['is for encryption', () => JSON.stringify({ ...jwk, use: 'enc' })],
    ['has 1024 bits', () => JSON.stringify({ ...jwk, ...shortKey() })],
  ])('refuses a key that %s, without quoting it', async (_, text) => {
    const error = await createSigningKey(async () => text())().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).cause).toBeUndefined();
    expect(String(error)).not.toContain(String(jwk.d).slice(0, 8));
  });
});

describe('the signing key in a file', () => {
  let file: string;

  beforeAll(async () => {
    file = path.join(await mkdtemp(path.join(tmpdir(), 'polyclinic-signing-')), 'signing-key.json');
    await writeFile(file, await newSigningKey());
  });
  afterEach(() => {
    delete process.env.POLYCLINIC_SIGNING_KEY;
  });
  afterAll(() => rm(path.dirname(file), { recursive: true }));

  it('is read from where POLYCLINIC_SIGNING_KEY says', async () => {
    await chmod(file, 0o600);
    process.env.POLYCLINIC_SIGNING_KEY = `file:${file}`;

    const { signer } = await createSigningKey()();

    expect(signer.kid).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('is refused when others may read it', async () => {
    await chmod(file, 0o644);
    process.env.POLYCLINIC_SIGNING_KEY = `file:${file}`;

    await expect(createSigningKey()()).rejects.toThrow(/chmod 600/);
  });
});

function shortKey() {
  return generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({ format: 'jwk' });
}
