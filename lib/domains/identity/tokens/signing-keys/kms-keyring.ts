import { createHash } from 'node:crypto';
import { signDigest } from '../../../../aws/kms.ts';
import type { Keyring } from './keyring.ts';

/** The alias of a key in KMS; those of one stage share a prefix that no other stage has. */
export function aliasOf(beginning: string, kid: string): string {
  return `alias/${beginning}-${kid}`;
}

/** Signs by keys that never leave KMS; a missing one is noticed only when it is to sign. */
export function createKmsKeyring(beginning: string): Keyring {
  return {
    find: async (kid) => ({
      kid,
      sign: (data) => signDigest(aliasOf(beginning, kid), createHash('sha256').update(data).digest()),
    }),
  };
}
