import { addedLength, bytesOf, decrypt, encrypt } from './aes-gcm.ts';
import type { Purpose, Secrets } from './secrets.ts';

// A sealed value is version (1) ‖ what `encrypt` makes of it.
const encryptedAt = 1;

/** Seals values, so that nobody but us can read or change them, by AES-256-GCM with a key of the master secret. */
export function createSeal(purpose: Purpose, secrets: Secrets) {
  return {
    /** Seals any JSON value, in base64url; it opens only with the same `binding`. */
    async seal(value: unknown, binding: string): Promise<string> {
      const { version, key } = await secrets.current(purpose);
      const encrypted = encrypt(key, Buffer.from(JSON.stringify(value)), binding);
      return Buffer.concat([Buffer.of(version), encrypted]).toString('base64url');
    },

    /** Opens a sealed value; undefined when it is not ours, was changed, or is bound to something else. */
    async open(text: string, binding: string): Promise<unknown> {
      const bytes = bytesOf(text);
      if (!bytes || bytes.length < encryptedAt + addedLength) return undefined;
      const key = await secrets.at(purpose, bytes.readUInt8(0));
      const plaintext = key && decrypt(key, bytes.subarray(encryptedAt), binding);
      return plaintext && JSON.parse(plaintext.toString('utf8'));
    },
  };
}
