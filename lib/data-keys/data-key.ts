import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { bytesOf, decrypt, encrypt } from '../secrets/aes-gcm.ts';

/** Whose key it is: a kind and an id, `patients/019a…`. */
export type Owner = `${string}/${string}`;

/** The key of one owner. It has no bytes to show, so that nothing can log them. */
export interface DataKey {
  readonly owner: Owner;
  /** The key of 32 bytes for a purpose, which says nothing of the keys for others. */
  derive(purpose: string): KeyObject;
}

const keyBytes = 32;

/** Makes a data key, together with its bytes as the wrapping key encrypts them. */
export function newDataKey(owner: Owner, wrappingKey: KeyObject): { readonly key: DataKey; readonly wrapped: string } {
  const bytes = randomBytes(keyBytes);
  const wrapped = encrypt(wrappingKey, bytes, bindingOf(owner)).toString('base64url');
  return { key: dataKeyOf(owner, bytes), wrapped };
}

/** Unwraps the data key of an owner; undefined when it is another's, was changed, or has another wrapping key. */
export function unwrap(owner: Owner, wrapped: string, wrappingKey: KeyObject): DataKey | undefined {
  const bytes = unwrapBytes(owner, wrapped, wrappingKey);
  return bytes && dataKeyOf(owner, bytes);
}

/** Wraps a data key anew, so that it opens by another wrapping key; undefined when it does not open by its own. */
export function rewrap(owner: Owner, wrapped: string, from: KeyObject, to: KeyObject): string | undefined {
  const bytes = unwrapBytes(owner, wrapped, from);
  return bytes && encrypt(to, bytes, bindingOf(owner)).toString('base64url');
}

function unwrapBytes(owner: Owner, wrapped: string, wrappingKey: KeyObject): Buffer | undefined {
  const bytes = bytesOf(wrapped);
  return bytes && decrypt(wrappingKey, bytes, bindingOf(owner));
}

/** A wrapped key is bound to its owner, so that a swapped item does not open. */
function bindingOf(owner: Owner): string {
  return JSON.stringify(['data-key', 1, owner]);
}

function dataKeyOf(owner: Owner, bytes: Buffer): DataKey {
  const secret = createSecretKey(bytes);
  const derived = new Map<string, KeyObject>();
  return {
    owner,
    derive(purpose) {
      const known = derived.get(purpose) ?? deriveKey(secret, purpose);
      derived.set(purpose, known);
      return known;
    },
  };
}

/** Derives a key by HKDF (RFC 5869) with SHA-256, no salt, and the purpose as info. */
function deriveKey(secret: KeyObject, purpose: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `polyclinic:record:${purpose}`, keyBytes)));
}
