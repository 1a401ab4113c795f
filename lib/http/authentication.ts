import {
  type AccessTokenVerifier,
  createAccessTokenVerifier,
  UnknownSigningKey,
} from '../auth/access-token-verifier.ts';
import type { AccessTokenClaims } from '../auth/access-tokens.ts';
import { audience, issuer } from '../auth/issuer.ts';
import { permissionsOf } from '../auth/permissions.ts';
import { createPublishedKeys, type PublishedKeys } from '../auth/published-keys.ts';
import { type Clock, systemClock } from '../clock.ts';
import { Unauthenticated } from '../errors.ts';
import { createLiveSessions, type LiveSessions } from '../sessions/live-sessions.ts';
import type { Authenticate } from './caller.ts';
import type { ClientRequest } from './request.ts';

export interface AuthenticationDependencies {
  readonly keys?: PublishedKeys;
  readonly liveSessions?: LiveSessions;
  readonly clock?: Clock;
}

/** Tells who calls by the access token in the Authorization header: genuine, in time, and of a session that is alive. */
export function createAuthentication({
  keys = createPublishedKeys(),
  liveSessions = createLiveSessions(),
  clock = systemClock,
}: AuthenticationDependencies = {}): Authenticate {
  let verifier: AccessTokenVerifier | undefined;
  let known: Awaited<ReturnType<PublishedKeys['load']>> = [];

  async function verify(token: string): Promise<AccessTokenClaims> {
    known = await keys.load();
    verifier ??= createAccessTokenVerifier({ issuer: issuer(), audience, keys: () => known, clock });
    try {
      return verifier.verify(token);
    } catch (error) {
      if (error instanceof UnknownSigningKey) keys.missed();
      throw error;
    }
  }

  return async (request) => {
    const { sub: userId, sid: sessionId, ver } = await verify(bearerTokenOf(request));
    const security = await liveSessions.find({ userId, sessionId });
    if (!security || security.tokenVersion !== ver) throw invalid('The session has ended; sign in again.');
    const { roles, clinicId, emailVerified } = security;
    return { kind: 'person', userId, sessionId, roles, permissions: permissionsOf(roles), clinicId, emailVerified };
  };
}

function bearerTokenOf({ headers }: ClientRequest): string {
  const header = headers.authorization;
  if (header === undefined) throw new Unauthenticated('AUTHENTICATION_REQUIRED', 'Sign in first.');
  const token = /^Bearer +([\w.-]+)$/i.exec(header.trim())?.[1];
  if (token === undefined) throw invalid('The Authorization header holds no bearer token.');
  return token;
}

function invalid(message: string): Unauthenticated {
  return new Unauthenticated('INVALID_ACCESS_TOKEN', message);
}
