import { createHmac } from 'node:crypto';
import { fold } from '../../../folded-words.ts';
import type { Secrets } from '../../../secrets/secrets.ts';

const keptBytes = 16;

/**
 * Makes the function that hashes what was searched for, for the record of who did: two who searched for the same have the same
 * hash, and only who has the master secret can try whom it may have been. Answers the version of that, a dot and HMAC-SHA-256 of
 * the folded text, cut to 128 bits, in base64url.
 */
export function createTextHash(secrets: Secrets): (text: string) => Promise<string> {
  return async (text) => {
    const { version, key } = await secrets.current('searched-text');
    const hash = createHmac('sha256', key).update(fold(text)).digest();
    return `${version}.${hash.subarray(0, keptBytes).toString('base64url')}`;
  };
}
