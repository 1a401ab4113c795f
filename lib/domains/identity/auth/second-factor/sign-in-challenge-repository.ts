import { createHash } from 'node:crypto';
import * as z from 'zod';
import { entity } from '../../../../data/entity.ts';
import { insert, remove, type Write } from '../../../../data/write.ts';
import { Conflict, Unauthenticated } from '../../../../errors.ts';
import type { Platform } from '../../../../platform/platform.ts';
import { id, instant, type Output, schema } from '../../../../schemas.ts';

/** Codes that may be tried in one sign-in. */
const mostTries = 5;

/** A sign-in that waits for its second step, of whose token only the hash is kept. */
const signInChallenge = schema(() =>
  z.object({
    hash: z.string(),
    userId: id(),
    /** Where the first step came from. A challenge of the release before has none, and counts as a stranger's. */
    origin: z.object({ userAgent: z.string(), address: z.string(), deviceId: z.string().optional() }).optional(),
    /** The person's session epoch, as the first step read it; a challenge of the release before has none. */
    sessionEpoch: z.int().min(1).optional(),
    issuedAt: instant(),
    endsAt: instant(),
  }),
);
export type SignInChallenge = Output<typeof signInChallenge>;

const keyOf = (challenge: { hash: string }) => ({ pk: `CHALLENGE#${challenge.hash}`, sk: 'CHALLENGE' });
const signInChallenges = entity({
  name: 'sign-in-challenge',
  table: 'identity',
  schema: signInChallenge,
  key: keyOf,
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

export function createSignInChallengeRepository({ read, take }: Pick<Platform, 'read' | 'take'>) {
  return {
    /** Finds the challenge of a token; throws `INVALID_MFA_TOKEN` where it was never handed out, was used, or has expired. */
    get: (token: string) => read.get(signInChallenges, { hash: hashOf(token) }, invalidMfaToken),

    insert: (token: string, challenge: Omit<SignInChallenge, 'hash'>): Write =>
      insert(
        signInChallenges,
        { ...challenge, hash: hashOf(token) },
        { conflict: () => new Conflict('DUPLICATE_TOKEN', 'The token exists already.') },
      ),

    /** Counts one more attempt in a single conditional update; throws `INVALID_MFA_TOKEN` when there were five. */
    async countTry({ hash, endsAt }: SignInChallenge): Promise<void> {
      const key = { ...keyOf({ hash }), sk: 'TRIES' };
      const taken = await take({ table: 'identity', key, most: mostTries, endsAt: new Date(endsAt) });
      if (taken === undefined) throw invalidMfaToken();
    },

    /** Uses the token up, so that of many concurrent uses one succeeds. */
    consume: ({ hash }: SignInChallenge): Write => remove(signInChallenges, { hash }, { conflict: invalidMfaToken }),
  };
}

/**
 * The token was never valid, was used, has expired or was tried too often: the client need not know which, for it begins anew.
 */
export function invalidMfaToken(): Unauthenticated {
  return new Unauthenticated('INVALID_MFA_TOKEN', 'This sign-in cannot be completed any more. Sign in again.');
}

/** The purpose is hashed along, so that a token for anything else is not valid here. */
function hashOf(token: string): string {
  return createHash('sha256').update(`sign-in-challenge:${token}`).digest('base64url');
}
