import { createLiveCache } from '../../../live-cache.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Security } from '../users/security.ts';
import { createSessionRepository, type SessionKey } from './repository.ts';

/** Tells whether sessions are alive, with at most one read in three seconds for each. */
export interface LiveSessions {
  /**
   * What decides about the person; undefined when the session has ended or the person may not come in. `tokenVersion` is that of
   * the token which is shown: what was read of an earlier one is out of date, and is read again.
   */
  find(key: SessionKey, tokenVersion: number): Promise<Security | undefined>;
}

export function createLiveSessions({ read, clock }: Pick<Platform, 'read' | 'clock'>): LiveSessions {
  const sessions = createSessionRepository({ read });
  const cached = createLiveCache<Security>({ clock });
  return {
    async find(key, tokenVersion) {
      const look = async () => (await sessions.findLive(key))?.security;
      return cached(`${key.userId}/${key.sessionId}`, look, (known) => known.tokenVersion >= tokenVersion);
    },
  };
}
