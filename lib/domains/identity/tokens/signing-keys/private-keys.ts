import * as z from 'zod';
import { ConfigurationError } from '../../../../config.ts';
import { schema } from '../../../../schemas.ts';
import { type PrivateJwk, privateJwk } from './jwk.ts';
import { signerOf } from './signing-key.ts';

const privateKeySet = schema(() =>
  z.union([
    z.strictObject({ keys: z.array(privateJwk()).min(1) }),
    // Before keys were rotated there was one, and it stood alone.
    privateJwk().transform((jwk) => ({ keys: [jwk] })),
  ]),
);

/** Private keys as they lie in a file or a parameter: a JWK Set (RFC 7517). */
export function formatPrivateKeys(keys: readonly PrivateJwk[]): string {
  return JSON.stringify({ keys });
}

/** Reads what `formatPrivateKeys` writes; `ConfigurationError` when a key is none that signs RS256. */
export function parsePrivateKeys(json: string): readonly PrivateJwk[] {
  try {
    const { keys } = privateKeySet().parse(JSON.parse(json));
    // What cannot sign is found out now, and not at the first sign-in after a rotation.
    keys.forEach(signerOf);
    return keys;
  } catch {
    // The cause is left behind: a JSON error quotes its input, and that is the key.
    throw new ConfigurationError('POLYCLINIC_SIGNING_KEY leads to something else than private RSA JWKs of 2048 bits');
  }
}
