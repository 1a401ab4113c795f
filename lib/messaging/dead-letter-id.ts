import { createHash } from 'node:crypto';

/** The id under which a message lies among the dead letters; a message that comes twice gets the same one twice. */
export function deadLetterIdOf(messageId: string, sentAt: Date): string {
  const bytes = createHash('sha256').update(messageId).digest().subarray(0, 16);
  // As in a UUIDv7: 48 bits of Unix milliseconds, then version and variant.
  bytes.writeUIntBE(sentAt.getTime(), 0, 6);
  bytes[6] = (bytes.readUInt8(6) & 0x0f) | 0x70;
  bytes[8] = (bytes.readUInt8(8) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What the ids of all messages begin with that were sent at an instant; it stands before each of them. */
export function beginningOfIds(sentAt: Date): string {
  return deadLetterIdOf('', sentAt).slice(0, 13);
}
