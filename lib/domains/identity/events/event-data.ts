import * as z from 'zod';
import { id } from '../../../schemas.ts';

/** The data of an event about a person. */
export const aboutUser = () => z.object({ userId: id() });

/** The data of an event about a person and a link, whose token is derived from an id: the event holds nothing usable. */
export const aboutLink = () => z.object({ userId: id(), tokenId: tokenId() });

/** The data of an event about a session of a person. */
export const aboutSession = () => z.object({ userId: id(), sessionId: id() });

/** The data of an event about a person's second factor, with the kind of code that was shown for it. */
export const aboutProof = () => z.object({ userId: id(), proof: z.enum(['authenticator', 'recovery-code']) });

/** The id of a token. */
export const tokenId = () => base64url().describe('32 random bytes in base64url');

/** The hash of an address, so that an event is the same whether or not anybody has it. */
export const emailHash = () => base64url().describe('SHA-256 of an address in base64url');

// The hyphen is written by its number, since the flag v refuses a bare one in a class.
function base64url() {
  return z.string().regex(/^[\w\x2d]{43}$/);
}
