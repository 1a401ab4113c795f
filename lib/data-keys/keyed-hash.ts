import { createHmac } from 'node:crypto';
import { fold } from '../folded-words.ts';
import type { DataKey } from './data-key.ts';

/** The bytes of a hash that are kept: 128 bits, which no two values of one clinic will ever share by chance. */
const keptBytes = 16;

/**
 * Hashes a value for looking it up without storing it: HMAC-SHA-256 by a key of its field and of the owner that it is looked up
 * under, in base64url. The text is folded first, so that case, accents and all after a hundred letters make no difference. Equal
 * values of one field and owner have equal hashes, which is what whoever reads the table learns.
 */
export function keyedHash(key: DataKey, field: string, value: string): string {
  const hash = createHmac('sha256', key.derive(`hash:${field}`))
    .update(fold(value))
    .digest();
  return hash.subarray(0, keptBytes).toString('base64url');
}
