import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';

/**
 * The hash of all that an item says, with what is sealed in it opened; fields without a value are none. Sealed in the item itself it
 * tells a part that was changed, taken out, or put back from another version of the item, which a seal of one field cannot.
 */
export function digestOf(said: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(said).filter(([, value]) => value !== undefined);
  return createHash('sha256')
    .update(canonicalJson(Object.fromEntries(fields)))
    .digest('base64url');
}
