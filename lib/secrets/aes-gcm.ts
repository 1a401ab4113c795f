import { type CipherKey, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const nonceLength = 12;
const tagLength = 16;

/** The bytes that encryption adds: what is shorter was not encrypted here. */
export const addedLength = nonceLength + tagLength;

/** Encrypts by AES-256-GCM under a random nonce: nonce (12) ‖ ciphertext ‖ tag (16). */
export function encrypt(key: CipherKey, plaintext: Uint8Array, binding: string): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(binding));
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Decrypts what `encrypt` made; undefined when it was changed, or has another key or binding. */
export function decrypt(key: CipherKey, bytes: Buffer, binding: string): Buffer | undefined {
  if (bytes.length < addedLength) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
    .setAAD(Buffer.from(binding))
    .setAuthTag(bytes.subarray(-tagLength));
  const start = decipher.update(bytes.subarray(nonceLength, -tagLength));
  try {
    return Buffer.concat([start, decipher.final()]);
  } catch {
    return undefined;
  }
}

/** The bytes of a text in base64url; undefined for one with spare bits or padding, which would decode alike. */
export function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
