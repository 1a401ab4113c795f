import { randomBytes, timingSafeEqual } from 'node:crypto';
import { halfPair } from '../../../../printable-text.ts';
import type { PasswordScheme } from './password-schemes.ts';
import { formatPhc, type PasswordHash, parsePhc } from './phc.ts';

/** Hashes passwords and checks them; hashes are PHC strings. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Whether the password made this hash. Without a hash, as for an address that nobody has, it takes the same time and is
   * false.
   */
  verify(password: string, hash: string | undefined): Promise<boolean>;
  /** Whether the hash was made otherwise than a new one would be, so that the password is hashed again at the next sign-in. */
  needsRehash(hash: string): boolean;
}

const saltLength = 16;
const tagLength = 32;

/** Makes new hashes by the first of `schemes`, and verifies those of all of them. */
export function createPasswords(schemes: readonly PasswordScheme[]): Passwords {
  const preferred = schemeNamed(schemes, schemes[0]?.name);
  // The decoy's tag is random, so that no password leads to it.
  const decoy = describe(preferred, randomBytes(saltLength), randomBytes(tagLength));

  return {
    async hash(password) {
      const salt = randomBytes(saltLength);
      return formatPhc(describe(preferred, salt, await preferred.derive(password, salt, preferred.costs, tagLength)));
    },

    async verify(password, hash) {
      const stored = hash === undefined ? decoy : parsePhc(hash);
      const scheme = schemeNamed(schemes, stored.scheme);
      const tag = await scheme.derive(password, stored.salt, stored.costs, stored.tag.length);
      // UTF-8 replaces every unpaired surrogate by the same character, so that different passwords would have the same tag.
      return timingSafeEqual(tag, stored.tag) && !halfPair.test(password);
    },

    needsRehash(hash) {
      const { salt, tag } = parsePhc(hash);
      const kept = salt.length === saltLength && tag.length === tagLength;
      return !kept || hash !== formatPhc(describe(preferred, salt, tag));
    },
  };
}

function schemeNamed(schemes: readonly PasswordScheme[], name: string | undefined): PasswordScheme {
  const scheme = schemes.find((candidate) => candidate.name === name);
  if (!scheme) throw new Error(`this runtime cannot verify a password hash of scheme ${name}`);
  return scheme;
}

function describe({ name, version, costs }: PasswordScheme, salt: Buffer, tag: Buffer): PasswordHash {
  return { scheme: name, version, costs, salt, tag };
}
