import * as z from 'zod';
import { id } from '../../../schemas.ts';

/** Whom an event is about. */
export const aboutUser = () => z.object({ userId: id() });

/** The same, with the token of a link: derived from its id, so that an event holds nothing usable. */
export const aboutLink = () => z.object({ userId: id(), tokenId: tokenId() });

/** The same, with the session that it is about. */
export const aboutSession = () => z.object({ userId: id(), sessionId: id() });

/** The same, with what has shown that the second factor is its sender's: a code of one kind or the other. */
export const aboutProof = () => z.object({ userId: id(), proof: z.enum(['authenticator', 'recovery-code']) });

/** The id of a token. */
export const tokenId = () => base64url().describe('32 random bytes in base64url');

/** An event is the same whether or not anybody has the address. */
export const emailHash = () => base64url().describe('SHA-256 of an address in base64url');

function base64url() {
  return z.string().regex(/^[A-Za-z0-9_-]{43}$/);
}
