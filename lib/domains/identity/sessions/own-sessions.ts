import type { Person } from '../../../access/caller.ts';
import type { Write } from '../../../data/write.ts';
import { Conflict, NotFound } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { sessionEnded } from '../events/sign-in.ts';
import { userNotFound } from '../users/schema.ts';
import { changeSecurity, endingSessions, inUse, withSessions } from '../users/security-repository.ts';
import { createSessionRepository, SessionEnded, signedOutWhereEnded } from './repository.ts';
import { createSessionEnding } from './session-ending.ts';

type Owner = Pick<Person, 'userId' | 'sessionId'>;

export type OwnSessionService = ReturnType<typeof createOwnSessionService>;

/** Ends sessions of a person at their wish; an ended one is refused everywhere within three seconds. */
export function createOwnSessionService({ read, commit }: Pick<Platform, 'read' | 'commit'>) {
  const sessions = createSessionRepository({ read });
  const endSession = createSessionEnding({ read, commit });

  return {
    /** Ends one session; throws `SESSION_NOT_FOUND` where none is alive, and for another person's as well. */
    async revoke({ userId }: Owner, sessionId: string): Promise<void> {
      const subject = `users/${userId}`;
      const entry = { action: 'session.revoked', subject, outcome: 'success' } as const;
      const record = {
        events: [sessionEnded.of({ subject, data: { userId, sessionId } })],
        audit: [{ ...entry, details: { sessionId } }],
      };
      await endSession({ userId, sessionId }, record).catch((error: unknown) => {
        throw error instanceof SessionEnded ? sessionNotFound() : error;
      });
    },

    /**
     * Ends every session, including the one that asks, with all of its access tokens; nothing is told where all are over
     * already. Throws `USER_NOT_FOUND`, and `INVALID_ACCESS_TOKEN` where the one that asks was ended by itself meanwhile.
     */
    async endAll(owner: Owner): Promise<void> {
      const { userId } = owner;
      const subject = `users/${userId}`;
      const record = {
        events: [sessionEnded.of({ subject, data: { userId } })],
        audit: [{ action: 'session.all-ended', subject, outcome: 'success' }],
      } as const;
      await commit([endSessions(owner), ...sessions.demand(owner)], record)
        .catch(ignoreAllEnded)
        .catch(signedOutWhereEnded);
    },
  };
}

/** All sessions of the person are over already. */
class AllEnded extends Conflict {
  constructor() {
    super('ALL_ENDED', 'All sessions have ended.');
  }
}

/**
 * Ends all sessions where any may be alive; throws `AllEnded`. At the wish of another issuer's session the epoch rises all the
 * same: a sign-in that is half-way through is to begin anew.
 */
function endSessions({ userId, sessionId }: Owner): Write {
  return changeSecurity(userId, {
    ...endingSessions({}),
    when: sessionId === undefined ? inUse : withSessions,
    conflict: (now) => (now && sessionId !== undefined ? new AllEnded() : userNotFound()),
  });
}

function ignoreAllEnded(error: unknown): void {
  if (!(error instanceof AllEnded)) throw error;
}

function sessionNotFound(): NotFound {
  return new NotFound('SESSION_NOT_FOUND', 'There is no such session.');
}
