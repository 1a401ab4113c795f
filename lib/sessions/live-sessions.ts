import type { Security } from '../auth/security.ts';
import { type Clock, systemClock } from '../clock.ts';
import { createSessionRepository, type SessionKey, type SessionRepository } from './repository.ts';

/** Longest that a live session may be taken for granted: what was revoked is refused after it. */
const cacheMilliseconds = 3_000;
const mostCached = 1_000;

/** Tells whether sessions are alive, with at most one read in three seconds for each. */
export interface LiveSessions {
  /** The person's standing; undefined when the session has ended or the person may not come in. */
  find(key: SessionKey): Promise<Security | undefined>;
}

export function createLiveSessions({
  sessions = createSessionRepository(),
  clock = systemClock,
}: {
  readonly sessions?: Pick<SessionRepository, 'findLive'>;
  readonly clock?: Clock;
} = {}): LiveSessions {
  const cached = new Map<string, { readonly security: Security; readonly until: number }>();

  function keep(sessionId: string, security: Security, readAt: number): void {
    // A map keeps the order of insertion: the oldest goes first.
    const [oldest] = cached.keys();
    if (cached.size >= mostCached && oldest !== undefined) cached.delete(oldest);
    cached.delete(sessionId);
    cached.set(sessionId, { security, until: readAt + cacheMilliseconds });
  }

  return {
    async find(key) {
      const now = clock().getTime();
      const known = cached.get(key.sessionId);
      if (known && known.until > now && known.security.userId === key.userId) return known.security;
      const live = await sessions.findLive(key);
      // Only what is alive is kept: a session that has just begun is never refused for having been asked for before.
      if (live) keep(key.sessionId, live.security, now);
      else cached.delete(key.sessionId);
      return live?.security;
    },
  };
}
