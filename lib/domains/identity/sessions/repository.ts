import { equals } from '../../../data/condition.ts';
import { entity, type Stored } from '../../../data/entity.ts';
import { at } from '../../../data/read.ts';
import { check, insert, remove, update, type Write } from '../../../data/write.ts';
import { Conflict, Unauthenticated } from '../../../errors.ts';
import type { Platform } from '../../../platform/platform.ts';
import type { Security } from '../users/security.ts';
import { findSecurity, requireSecurity, securityAt } from '../users/security-repository.ts';
import { type Session, session } from './schema.ts';

/** Names a session; both ids travel in its tokens, so that it is found with its person in one read. */
export interface SessionKey {
  readonly userId: string;
  readonly sessionId: string;
}

/** A person in a session; the session is absent where another issuer keeps the sessions. */
interface SessionHolder {
  readonly userId: string;
  readonly sessionId?: string | undefined;
}

/** The sessions, each of one sign-in on one device. */
export const sessions = entity({
  name: 'session',
  table: 'identity',
  schema: session,
  key: (one: { userId: string; id: string }) => ({ pk: partitionOf(one.userId), sk: `SESSION#${one.id}` }),
  expiresAt: ({ endsAt }) => new Date(endsAt),
});

/** A session, and the security item of its person. */
export interface LiveSession {
  readonly session: Stored<Session>;
  readonly security: Stored<Security>;
}

/** The session's current token was rotated meanwhile. */
export class TokenRotated extends Conflict {
  constructor() {
    super('TOKEN_ROTATED', 'The refresh token was followed by another.');
  }
}

/** The session was ended by somebody else at the same time. */
export class SessionEnded extends Conflict {
  constructor() {
    super('SESSION_ENDED', 'The session has ended.');
  }
}

/** The session goes on in a later epoch than was thought. */
export class EpochPassed extends Conflict {
  readonly epoch: number;

  constructor(epoch: number) {
    super('EPOCH_PASSED', 'The session goes on in a later epoch.');
    this.epoch = epoch;
  }
}

/** Throws `INVALID_ACCESS_TOKEN` in the place of `SessionEnded`, for a request whose session ended after it was let in. */
export function signedOutWhereEnded(error: unknown): never {
  if (!(error instanceof SessionEnded)) throw error;
  throw new Unauthenticated('INVALID_ACCESS_TOKEN', 'The session has ended; sign in again.');
}

/** Whether a session that has not expired still lets its person in. */
function isLive(session: Session, security: Security): boolean {
  return security.status === 'active' && session.epoch === security.sessionEpoch;
}

function endedOrKept(now: Session | undefined, epoch: number): Conflict {
  return now && now.epoch > epoch ? new EpochPassed(now.epoch) : new SessionEnded();
}

function partitionOf(userId: string): string {
  return `USER#${userId}`;
}

export function createSessionRepository({ read }: Pick<Platform, 'read'>) {
  return {
    /** Finds a live session by one consistent batch read; undefined when it has ended or its person may not sign in. */
    async findLive({ userId, sessionId }: SessionKey): Promise<LiveSession | undefined> {
      const [session, security] = await read.findTogether([
        at(sessions, { userId, id: sessionId }),
        securityAt(userId),
      ]);
      return session && security && isLive(session, security) ? { session, security } : undefined;
    },

    /** Lists at most 100 of a person's newest live sessions, by one query and one read of the person's security item. */
    async listLive(userId: string): Promise<readonly Stored<Session>[]> {
      const selection = { partition: partitionOf(userId), range: { prefix: 'SESSION#' }, descending: true, limit: 100 };
      const [{ items }, security] = await Promise.all([
        read.query(sessions, { ...selection, consistent: true }),
        findSecurity(read, userId),
      ]);
      return security ? items.filter((session) => isLive(session, security)) : [];
    },

    insert: (value: Session): Write => insert(sessions, value, { conflict: () => new SessionEnded() }),

    /** Puts a successor in the place of the current token; throws `TokenRotated` when it is not the current one. */
    rotate(before: Session, after: Session): Write {
      const { tokenHash, tokenSecretVersion, previousTokens, lastUsedAt, endsAt } = after;
      return update(sessions, before, {
        set: { tokenHash, tokenSecretVersion, previousTokens, lastUsedAt, endsAt },
        expiresAt: new Date(endsAt),
        when: equals('tokenHash', before.tokenHash),
        conflict: () => new TokenRotated(),
      });
    },

    /**
     * Moves the session into the person's next epoch, in which all others are over; throws `SessionEnded` when it has ended
     * itself.
     */
    keep: ({ userId, sessionId }: SessionKey, epoch: number): Write =>
      update(
        sessions,
        { userId, id: sessionId },
        { set: { epoch }, when: equals('epoch', epoch - 1), conflict: () => new SessionEnded() },
      ),

    /**
     * Demands that the session is alive in the epoch, or where none is given that nobody ended it by itself; throws
     * `SessionEnded`. Demands nothing where another issuer keeps the sessions.
     */
    demand: ({ userId, sessionId }: SessionHolder, epoch?: number): Write[] =>
      sessionId === undefined
        ? []
        : [
            check(
              sessions,
              { userId, id: sessionId },
              { ...(epoch && { when: equals('epoch', epoch) }), conflict: () => new SessionEnded() },
            ),
          ],

    /**
     * Ends the session where it is alive in the epoch; throws `SessionEnded` when it is over already, and `EpochPassed` when it
     * was kept in a later one.
     */
    end: ({ userId, sessionId }: SessionKey, epoch: number): Write[] => [
      remove(
        sessions,
        { userId, id: sessionId },
        { when: equals('epoch', epoch), conflict: (now) => endedOrKept(now, epoch) },
      ),
      requireSecurity(userId, equals('sessionEpoch', epoch), () => new SessionEnded()),
    ],
  };
}
