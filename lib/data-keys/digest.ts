import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical-json.ts';

/**
 * The hash of all that an item says, with what is sealed in it opened, as JSON holds it. Sealed in the item itself it tells of a
 * part that was changed, taken out, or put back from another version of the item, which a seal of one field cannot.
 */
export function digestOf(said: Readonly<Record<string, unknown>>): string {
  // What has no value is not stored, and so is none, in whatever is within the item as well.
  const stored = JSON.parse(JSON.stringify(said));
  return createHash('sha256').update(canonicalJson(stored)).digest('base64url');
}
