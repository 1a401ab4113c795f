import type { Person } from '../../../access/caller.ts';
import { Unauthenticated } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import {
  type AccessTokenVerifier,
  createAccessTokenVerifier,
  UnknownSigningKey,
} from '../tokens/access-token-verifier.ts';
import type { AccessTokenClaims } from '../tokens/access-tokens.ts';
import { audience, issuer } from '../tokens/issuer.ts';
import type { PublishedKeys } from '../tokens/signing-keys/published-keys.ts';
import { personOf } from '../users/person.ts';
import type { LiveSessions } from './live-sessions.ts';
import type { SessionKey } from './repository.ts';

interface FirstPartyIdentityDependencies extends Pick<Platform, 'clock'> {
  readonly keys: Pick<PublishedKeys, 'load' | 'missed'>;
  readonly liveSessions: LiveSessions;
}

export type FirstPartyIdentity = ReturnType<typeof createFirstPartyIdentity>;

/** Finds who calls by an access token of ours that is genuine, in time, and of a session that is alive. */
export function createFirstPartyIdentity({ keys, liveSessions, clock }: FirstPartyIdentityDependencies) {
  let verifier: AccessTokenVerifier | undefined;
  let known: Awaited<ReturnType<PublishedKeys['load']>> = [];

  async function verify(token: string, way: keyof AccessTokenVerifier = 'verify'): Promise<AccessTokenClaims> {
    known = await keys.load();
    verifier ??= createAccessTokenVerifier({ issuer: issuer(), audience, keys: () => known, clock });
    try {
      return verifier[way](token);
    } catch (error) {
      if (error instanceof UnknownSigningKey) keys.missed();
      throw error;
    }
  }

  return {
    /** Finds the person of a token; throws `INVALID_ACCESS_TOKEN`. */
    async get(token: string): Promise<Person> {
      const { sub: userId, sid: sessionId, ver } = await verify(token);
      const security = await liveSessions.find({ userId, sessionId }, ver);
      if (security?.tokenVersion === ver) return personOf(security, sessionId);
      throw new Unauthenticated('INVALID_ACCESS_TOKEN', 'The session has ended; sign in again.');
    },

    /** The session that a genuine token names, alive or not, even when the token has expired; undefined for any other token. */
    async sessionOf(token: string): Promise<SessionKey | undefined> {
      try {
        const { sub: userId, sid: sessionId } = await verify(token, 'verifyExpired');
        return { userId, sessionId };
      } catch (error) {
        if (error instanceof Unauthenticated) return undefined;
        throw error;
      }
    },
  };
}
