import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A key to hand out, and what may be stored of it. */
interface KeyText {
  readonly text: string;
  readonly hash: string;
}

/** What a text says that looks like a key of ours. */
interface PresentedKey {
  readonly id: string;
  readonly hash: string;
}

const shape = /^polyclinic_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})_[A-Za-z0-9_-]{43}$/;

/** Makes a key's text of its prefix, the id by which it is found, and 32 random bytes. */
export function newKeyText(id: string): KeyText {
  const text = `polyclinic_${id}_${randomBytes(32).toString('base64url')}`;
  return { text, hash: hashOf(text) };
}

/** Reads a key from a client; undefined when it cannot be one of ours. */
export function parseKeyText(text: string): PresentedKey | undefined {
  const id = shape.exec(text)?.[1];
  return id === undefined ? undefined : { id, hash: hashOf(text) };
}

/** Whether two hashes are the same, in a time that tells nothing of where they differ. */
export function sameHash(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** SHA-256 in base64url; a key holds 256 random bits, so that no salt is needed. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
