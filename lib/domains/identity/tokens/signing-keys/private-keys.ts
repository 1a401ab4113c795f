import * as z from 'zod';
import { ConfigurationError } from '../../../../config.ts';
import { schema } from '../../../../schemas.ts';
import { type PrivateJwk, privateJwk } from './jwk.ts';
import { signerOf } from './signing-key.ts';

const privateKeySet = schema(() =>
  z.union([
    z.strictObject({ keys: z.array(privateJwk()).min(1) }),
    // Before keys were rotated there was a single key, stored without a set.
    privateJwk().transform((jwk) => ({ keys: [jwk] })),
  ]),
);

/** Writes private keys for a file or a parameter: a JWK Set (RFC 7517). */
export function formatPrivateKeys(keys: readonly PrivateJwk[]): string {
  return JSON.stringify({ keys });
}

/** Reads what `formatPrivateKeys` writes; throws `ConfigurationError` when a key cannot sign RS256. */
export function parsePrivateKeys(json: string): readonly PrivateJwk[] {
  try {
    const { keys } = privateKeySet().parse(JSON.parse(json));
    // A key that cannot sign is noticed now, and not at the first sign-in after a rotation.
    keys.forEach(signerOf);
    return keys;
  } catch {
    // The cause is left out, since a JSON error quotes its input, which is the key.
    throw new ConfigurationError('POLYCLINIC_SIGNING_KEY leads to something else than private RSA JWKs of 2048 bits');
  }
}
