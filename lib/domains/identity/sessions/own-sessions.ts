import type { Person } from '../../../access/caller.ts';
import { NotFound } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import { sessionEnded } from '../events/sign-in.ts';
import { changeSecurity } from '../users/security-repository.ts';
import { createSessionRepository, SessionEnded } from './repository.ts';

type Owner = Pick<Person, 'userId' | 'sessionId'>;

export type OwnSessionService = ReturnType<typeof createOwnSessionService>;

/** Ends sessions of a person at their wish; an ended one is refused everywhere within three seconds. */
export function createOwnSessionService({ read, commit }: Pick<Platform, 'read' | 'commit'>) {
  const sessions = createSessionRepository({ read });

  return {
    /** Ends one session; throws `SESSION_NOT_FOUND` where there is none, and for another person's as well. */
    async revoke({ userId }: Owner, sessionId: string): Promise<void> {
      const subject = `users/${userId}`;
      const entry = { action: 'session.revoked', subject, outcome: 'success' } as const;
      await commit([sessions.remove({ userId, sessionId })], {
        events: [sessionEnded.of({ subject, data: { userId, sessionId } })],
        audit: [{ ...entry, details: { sessionId } }],
      }).catch((error: unknown) => {
        throw error instanceof SessionEnded ? sessionNotFound() : error;
      });
    },

    /** Ends every session, including the one that asks, with all of its access tokens. */
    async endAll({ userId }: Owner): Promise<void> {
      const subject = `users/${userId}`;
      await commit([changeSecurity(userId, { add: { sessionEpoch: 1, tokenVersion: 1 } })], {
        events: [sessionEnded.of({ subject, data: { userId } })],
        audit: [{ action: 'session.all-ended', subject, outcome: 'success' }],
      });
    },
  };
}

function sessionNotFound(): NotFound {
  return new NotFound('SESSION_NOT_FOUND', 'There is no such session.');
}
