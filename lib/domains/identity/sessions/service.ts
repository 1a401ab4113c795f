import { later } from '../../../clock.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Write } from '../../../data/write.ts';
import { Unauthenticated } from '../../../errors.ts';
import type { NewEvent } from '../../../events/definition.ts';
import { count } from '../../../metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { sessionLife } from '../durations.ts';
import { sessionReuseDetected } from '../events/sign-in.ts';
import { sessionsReuseDetected, sessionsStarted } from '../metrics.ts';
import { createRefreshTokens, type ParsedRefreshToken } from '../tokens/refresh-tokens.ts';
import type { Security } from '../users/security.ts';
import {
  createSessionRepository,
  type LiveSession,
  SessionEnded,
  type SessionKey,
  TokenRotated,
} from './repository.ts';
import { rotated, tokenStateOf, tokenStates } from './rotation.ts';

/** Where a person signs in from. */
export interface Device {
  readonly userAgent: string;
  readonly address: string;
}

/** A session as it was begun or goes on: who decides about it, as read afresh, and the token to show next time. */
export interface RunningSession {
  readonly security: Security;
  readonly sessionId: string;
  readonly refreshToken: string;
}

/** Makes the answer of a session that goes on, before the successor takes the place of its token. */
type Finish<T> = (continued: RunningSession) => Promise<T>;

/** What a session begins with, beside itself. */
interface StartOptions {
  readonly sessionId?: string;
  readonly writes?: readonly Write[];
  readonly events?: readonly NewEvent[];
}

export type SessionDependencies = Pick<Platform, 'read' | 'commit' | 'clock' | 'newId' | 'secrets'>;

/** Sessions: one sign-in on one device, continued by a family of refresh tokens. */
export function createSessionService({ read, commit, clock, newId, secrets }: SessionDependencies) {
  const sessions = createSessionRepository({ read });
  const tokens = createRefreshTokens(secrets);

  /** Goes on with a genuine token; one retry, because of rivals with the same token one wins and the others follow it. */
  function advance<T>(token: string, parsed: ParsedRefreshToken, finish: Finish<T>): Promise<T> {
    return retryOnConflict(() => goOn(token, parsed, finish), isRotated, 2).catch((error: unknown) => {
      throw isRotated(error) ? superseded() : error;
    });
  }

  async function goOn<T>(token: string, parsed: ParsedRefreshToken, finish: Finish<T>): Promise<T> {
    const live = await sessions.findLive(parsed);
    if (!live) throw invalid();
    switch (tokenStateOf(parsed.hash, live.session, clock())) {
      case 'current':
        return rotate(token, live, finish);
      case 'before':
        return repeat(token, live, finish);
      case 'superseded':
        throw superseded();
      case 'reused':
        await revoke(parsed);
        throw invalid();
    }
  }

  /** What can fail comes before the commit: a client that got no answer must find its token as it was. */
  async function rotate<T>(token: string, { session, security }: LiveSession, finish: Finish<T>): Promise<T> {
    const successor = await tokens.successorOf(token);
    const finished = await finish({ security, sessionId: session.id, refreshToken: successor.token });
    await commit([sessions.rotate(session, rotated(session, successor, clock()))]);
    return finished;
  }

  /** The same successor once more: it is derived, not kept. */
  async function repeat<T>(token: string, { session, security }: LiveSession, finish: Finish<T>): Promise<T> {
    const successor = await tokens.successorOf(token, session.tokenSecretVersion);
    if (successor.hash !== session.tokenHash) throw superseded();
    return finish({ security, sessionId: session.id, refreshToken: successor.token });
  }

  /** Somebody holds a token that was followed long ago: the family ends, and its owner is told. */
  async function revoke({ userId, sessionId }: SessionKey): Promise<void> {
    const subject = `users/${userId}`;
    await commit([sessions.remove({ userId, sessionId })], {
      events: [sessionReuseDetected.of({ subject, data: { userId, sessionId } })],
      audit: [{ action: 'session.reuse-detected', subject, outcome: 'refused', details: { sessionId } }],
    }).then(() => count(sessionsReuseDetected), ignoreEnded);
  }

  /** The lower, the likelier it is that the session goes on with the token. */
  async function rankOf(token: string): Promise<number> {
    const parsed = await tokens.parse(token);
    const live = parsed && (await sessions.findLive(parsed));
    return live ? tokenStates.indexOf(tokenStateOf(parsed.hash, live.session, clock())) : tokenStates.length;
  }

  return {
    /**
     * Begins a session, in one transaction with what goes along; its first refresh token is shown to the caller alone.
     * The session's id may be chosen beforehand, for an event that goes along.
     */
    async start(
      { userId, sessionEpoch: epoch }: Pick<Security, 'userId' | 'sessionEpoch'>,
      { userAgent, address }: Device,
      { sessionId = newId(), writes = [], events = [] }: StartOptions = {},
    ): Promise<{ sessionId: string; refreshToken: string }> {
      const { token, hash, version } = await tokens.issue({ userId, sessionId });
      const now = clock();
      const at = { createdAt: now.toISOString(), lastUsedAt: now.toISOString() };
      const current = { tokenHash: hash, tokenSecretVersion: version, previousTokens: [] };
      const endsAt = later(now, sessionLife).toISOString();
      const session = { id: sessionId, userId, device: userAgent, address, ...at, endsAt, epoch, ...current };
      const entry = { action: 'session.started', subject: `users/${userId}`, outcome: 'success' } as const;
      const started = await commit([sessions.insert(session), ...writes], {
        events,
        audit: [{ ...entry, actorId: userId, details: { sessionId } }],
        result: { sessionId, refreshToken: token },
      });
      count(sessionsStarted);
      return started;
    },

    /**
     * Takes a refresh token for its successor, and answers what `finish` makes of it; when that fails, the token stays
     * usable. Throws `INVALID_REFRESH_TOKEN`, `REFRESH_SUPERSEDED`.
     */
    async refresh<T>(token: string, finish: Finish<T>): Promise<T> {
      const parsed = await tokens.parse(token);
      if (!parsed) throw invalid();
      return advance(token, parsed, finish);
    },

    /**
     * Of refresh tokens that came at once the one to go on with, and of those that do not go on one that tells of a theft: a
     * stale one beside a good one does not. Where there is one alone, nothing is read.
     */
    async choose([first = '', ...others]: readonly string[]): Promise<string> {
      if (others.length === 0) return first;
      const ranked = await Promise.all([first, ...others].map(async (token) => ({ token, rank: await rankOf(token) })));
      return ranked.reduce((best, each) => (each.rank < best.rank ? each : best)).token;
    },

    /** The session that a genuine refresh token is of, whether or not it goes on. */
    find: (token: string): Promise<SessionKey | undefined> => tokens.parse(token),

    /** Ends a session; it is no error when it has ended already. */
    async end({ userId, sessionId }: SessionKey): Promise<void> {
      const entry = { action: 'session.ended', subject: `users/${userId}`, outcome: 'success' } as const;
      await commit([sessions.remove({ userId, sessionId })], {
        audit: [{ ...entry, actorId: userId, details: { sessionId } }],
      }).catch(ignoreEnded);
    },
  };
}

function isRotated(error: unknown): boolean {
  return error instanceof TokenRotated;
}

function ignoreEnded(error: unknown): void {
  if (!(error instanceof SessionEnded)) throw error;
}

function invalid(): Unauthenticated {
  return new Unauthenticated('INVALID_REFRESH_TOKEN', 'The refresh token is not valid. Sign in again.');
}

function superseded(): Unauthenticated {
  return new Unauthenticated('REFRESH_SUPERSEDED', 'The refresh token was followed by another, which is in use.');
}
