import type { Person } from '../../../access/caller.ts';
import type { Platform } from '../../../platform/platform.ts';
import { createSessionRepository } from './repository.ts';
import type { OwnSession } from './schema.ts';

export type SessionListing = ReturnType<typeof createSessionListing>;

/** Lists a person's sessions; it is apart from ending them, which takes all that commits a change. */
export function createSessionListing({ read }: Pick<Platform, 'read'>) {
  const sessions = createSessionRepository({ read });

  return {
    /** Lists the live sessions, newest first. */
    async list({ userId, sessionId }: Pick<Person, 'userId' | 'sessionId'>): Promise<OwnSession[]> {
      const live = await sessions.listLive(userId);
      return live
        .map((session) => ({ ...session, current: session.id === sessionId }))
        .sort((one, other) => other.createdAt.localeCompare(one.createdAt));
    },
  };
}
