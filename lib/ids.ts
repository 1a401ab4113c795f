import { randomBytes } from 'node:crypto';

/** Makes a UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then 74 random bits, so that ids sort by time. */
export function newId(now: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x70;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const ids = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi;

/** Writes the ids in a text such as `users/<id>` as they are stored, in lower case. */
export function idsInLowerCase(text: string): string {
  return text.replace(ids, (id) => id.toLowerCase());
}
