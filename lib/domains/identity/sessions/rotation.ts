import { later } from '../../../clock.ts';
import { refreshGrace, sessionLife } from '../durations.ts';
import type { IssuedRefreshToken } from '../tokens/refresh-tokens.ts';
import type { Session } from './schema.ts';

const tokensKept = 4;

/**
 * What a genuine token can be to its session, the better first. `current` continues it. `before` is the one just before, shown
 * again in time while its successor is unused. `superseded` was shown in time, but its successor was used. `reused` is a sign
 * of theft.
 */
export const tokenStates = ['current', 'before', 'superseded', 'reused'] as const;
type TokenState = (typeof tokenStates)[number];

/** The state of a genuine token in its session, by the token's hash. */
export function tokenStateOf(hash: string, session: Session, now: Date): TokenState {
  if (hash === session.tokenHash) return 'current';
  const place = session.previousTokens.findIndex((token) => token.hash === hash);
  const rotatedAt = session.previousTokens[place]?.rotatedAt;
  if (rotatedAt === undefined || now > later(new Date(rotatedAt), refreshGrace)) return 'reused';
  return place === 0 ? 'before' : 'superseded';
}

/** The session after `successor` took the place of its current token. */
export function rotated(session: Session, successor: IssuedRefreshToken, now: Date): Session {
  const rotatedToken = { hash: session.tokenHash, rotatedAt: now.toISOString() };
  return {
    ...session,
    tokenHash: successor.hash,
    tokenSecretVersion: successor.version,
    previousTokens: [rotatedToken, ...session.previousTokens].slice(0, tokensKept),
    lastUsedAt: now.toISOString(),
    endsAt: later(now, sessionLife).toISOString(),
  };
}
