import { createPublicKey, type KeyObject } from 'node:crypto';
import type { PublicJwk } from './signing-keys/jwk.ts';

/** Demands a short token in the one base64url form of its bytes: with spare bits or padding one token could have many texts. */
export function requireCanonicalForm(token: string, mostLength: number): void {
  if (token.length > mostLength) throw new Error('the token is too long');
  const canonical = token.split('.').map((part) => Buffer.from(part, 'base64url').toString('base64url'));
  if (canonical.join('.') !== token) throw new Error('the token is not in canonical base64url');
}

/**
 * Makes each key ready once, for as long as it is held. The library's own cache would grow by every issuer that an unverified
 * token names.
 */
export function createKeyObjects(): (jwk: PublicJwk) => KeyObject {
  const made = new WeakMap<PublicJwk, KeyObject>();
  return (jwk) => {
    const keyObject = made.get(jwk) ?? createPublicKey({ key: jwk, format: 'jwk' });
    made.set(jwk, keyObject);
    return keyObject;
  };
}
