import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Purpose, Secrets } from './secrets.ts';

// A sealed value is version (1) ‖ nonce (12) ‖ ciphertext ‖ tag (16).
const nonceAt = 1;
const ciphertextAt = 13;
const tagLength = 16;

/** Seals values, so that nobody but us can read or change them, by AES-256-GCM with a key of the master secret. */
export function createSeal(purpose: Purpose, secrets: Secrets) {
  return {
    /** Seals any JSON value, in base64url; it opens only with the same `binding`. */
    async seal(value: unknown, binding: string): Promise<string> {
      const { version, key } = await secrets.current(purpose);
      const nonce = randomBytes(ciphertextAt - nonceAt);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(binding));
      const ciphertext = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), nonce, ciphertext, cipher.getAuthTag()]).toString('base64url');
    },

    /** Opens a sealed value; undefined when it is not ours, was changed, or is bound to something else. */
    async open(text: string, binding: string): Promise<unknown> {
      const bytes = bytesOf(text);
      const key = bytes && (await secrets.at(purpose, bytes.readUInt8(0)));
      return bytes && key && decrypt(bytes, key, binding);
    },
  };
}

/** The bytes of a well-formed text; a text with spare bits or padding that decodes alike is refused. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > ciphertextAt + tagLength && bytes.toString('base64url') === text ? bytes : undefined;
}

function decrypt(bytes: Buffer, key: Buffer, binding: string): unknown {
  const nonce = bytes.subarray(nonceAt, ciphertextAt);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength })
    .setAAD(Buffer.from(binding))
    .setAuthTag(bytes.subarray(-tagLength));
  const start = decipher.update(bytes.subarray(ciphertextAt, -tagLength));
  try {
    return JSON.parse(Buffer.concat([start, decipher.final()]).toString('utf8'));
  } catch {
    return undefined;
  }
}
