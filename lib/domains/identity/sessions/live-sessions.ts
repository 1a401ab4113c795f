import { createLiveCache } from '../../../live-cache.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Security } from '../users/security.ts';
import { createSessionRepository, type SessionKey } from './repository.ts';

/** Finds the people of live sessions, with at most one read in three seconds for each session. */
export interface LiveSessions {
  /**
   * The person's security item; undefined when the session has ended or the person may not sign in. A cached item of a version
   * before `tokenVersion`, that of the shown token, is out of date and is read again.
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
