import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '../../../../../../lib/config.ts';
import type { PrivateJwk } from '../../../../../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import {
  formatPrivateKeys,
  parsePrivateKeys,
} from '../../../../../../lib/domains/identity/tokens/signing-keys/private-keys.ts';
import {
  newPrivateJwk,
  publicHalfOf,
  publicJwkOf,
  publicJwkOfDer,
  signerOf,
} from '../../../../../../lib/domains/identity/tokens/signing-keys/signing-key.ts';

// The key of RFC 7638, section 3.1, and its thumbprint.
const rfcKey = {
  kty: 'RSA',
  n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
  e: 'AQAB',
};

let jwk: PrivateJwk;

beforeAll(async () => {
  jwk = await newPrivateJwk();
});

describe('a signing key', () => {
  it('signs so that the published half verifies it', async () => {
    const data = Buffer.from('header.payload');

    const signature = await signerOf(jwk).sign(data);

    expect(signature).toHaveLength(256);
    expect(verify('sha256', data, { key: publicHalfOf(jwk), format: 'jwk' }, signature)).toBe(true);
  });

  it('is published by its public numbers and what they are for, nothing else', () => {
    expect(publicHalfOf(jwk)).toEqual({ kty: 'RSA', use: 'sig', alg: 'RS256', kid: jwk.kid, n: jwk.n, e: jwk.e });
    expect(signerOf(jwk).kid).toBe(jwk.kid);
  });

  it('is called by its thumbprint, as RFC 7638 reckons it', () => {
    const key = createPublicKey({ key: rfcKey, format: 'jwk' });

    expect(publicJwkOf(key).kid).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
    expect(publicJwkOfDer(key.export({ type: 'spki', format: 'der' }))).toEqual(publicJwkOf(key));
  });

  it('is not published when it is short', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });

    expect(() => publicJwkOf(publicKey)).toThrow('too short');
  });
});

describe('private keys as text', () => {
  it('are read as they were written', async () => {
    const keys = [jwk, await newPrivateJwk()];

    expect(parsePrivateKeys(formatPrivateKeys(keys))).toEqual(keys);
  });

  it('may be the one key that stood there before there were several', () => {
    expect(parsePrivateKeys(JSON.stringify(jwk))).toEqual([jwk]);
  });

  it('fit into an advanced parameter of SSM, as many as there ever are', async () => {
    expect(formatPrivateKeys(Array.from({ length: 4 }, () => jwk)).length).toBeLessThan(8_192);
  });

  it.each<[string, () => unknown]>([
    ['is none', () => undefined],
    ['has no id', () => ({ ...jwk, kid: undefined })],
    ['is public', () => publicHalfOf(jwk)],
    ['is for another algorithm', () => ({ ...jwk, alg: 'PS256' })],
    ['is for encryption', () => ({ ...jwk, use: 'enc' })],
    ['has 1024 bits', () => ({ ...jwk, ...shortKey() })],
  ])('are refused when one of them %s, without quoting it', (_, make) => {
    for (const text of [JSON.stringify({ keys: [jwk, make()] }), JSON.stringify(make() ?? {})]) expectRefusal(text);
  });

  it('are refused when they are not JSON, or no keys at all', () => {
    expectRefusal(formatPrivateKeys([jwk]).slice(0, -1));
    expectRefusal('{"keys":[]}');
  });
});

function expectRefusal(text: string): void {
  let error: unknown;
  try {
    parsePrivateKeys(text);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ConfigurationError);
  expect((error as ConfigurationError).cause).toBeUndefined();
  expect(String(error)).not.toContain(String(jwk.d).slice(0, 8));
}

function shortKey() {
  return generateKeyPairSync('rsa', { modulusLength: 1_024 }).privateKey.export({ format: 'jwk' });
}
