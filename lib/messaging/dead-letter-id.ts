import { createHash } from 'node:crypto';

/** The id of a message as a dead letter; the same message always gets the same id. */
export function deadLetterIdOf(messageId: string, sentAt: Date): string {
  const bytes = createHash('sha256').update(messageId).digest().subarray(0, 16);
  // The id begins as a UUIDv7 does: 48 bits of Unix milliseconds, then version and variant.
  bytes.writeUIntBE(sentAt.getTime(), 0, 6);
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x70;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The beginning of the ids of all messages that were sent at an instant, which sorts before each of them. */
export function beginningOfIds(sentAt: Date): string {
  return deadLetterIdOf('', sentAt).slice(0, 13);
}
