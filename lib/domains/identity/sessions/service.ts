import { later } from '../../../clock.ts';
import { retryOnConflict } from '../../../commit/retry-on-conflict.ts';
import type { Write } from '../../../data/write.ts';
import { Unauthenticated } from '../../../errors.ts';
import type { NewEvent } from '../../../events/definition.ts';
import { count } from '../../../metrics.ts';
import type { Platform } from '../../../platform/platform.ts';
import { sessionLife } from '../durations.ts';
import { sessionEnded, sessionReuseDetected } from '../events/sign-in.ts';
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
import { createSessionEnding } from './session-ending.ts';

/** Where a person signs in from. */
export interface Device {
  readonly userAgent: string;
  readonly address: string;
}

/** A session that began or was continued: its person's security item as just read, and the refresh token to show next time. */
export interface RunningSession {
  readonly security: Security;
  readonly sessionId: string;
  readonly refreshToken: string;
}

/** Makes the answer to a client whose session continues, before the successor takes the place of its token. */
type Finish<T> = (continued: RunningSession) => Promise<T>;

/** What the transaction that begins a session carries beside it. */
interface StartOptions {
  readonly sessionId?: string;
  readonly writes?: readonly Write[];
  readonly events?: readonly NewEvent[];
}

export type SessionDependencies = Pick<Platform, 'read' | 'commit' | 'clock' | 'newId' | 'secrets'>;

/** Sessions, each of one sign-in on one device, which a family of refresh tokens continues. */
export function createSessionService({ read, commit, clock, newId, secrets }: SessionDependencies) {
  const sessions = createSessionRepository({ read });
  const endSession = createSessionEnding({ read, commit });
  const tokens = createRefreshTokens(secrets);

  /**
   * Continues a session by a genuine token. One retry is enough: of rivals with the same token one wins, and the others follow
   * it.
   */
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
        await revoke(parsed, live.security);
        throw invalid();
    }
  }

  /**
   * Rotates the token. What can fail comes before the commit, so that a client that got no answer finds its token as it was.
   */
  async function rotate<T>(token: string, { session, security }: LiveSession, finish: Finish<T>): Promise<T> {
    const successor = await tokens.successorOf(token);
    const finished = await finish({ security, sessionId: session.id, refreshToken: successor.token });
    await commit([sessions.rotate(session, rotated(session, successor, clock()))]);
    return finished;
  }

  /** Answers with the same successor once more, which can be derived and need not be kept. */
  async function repeat<T>(token: string, { session, security }: LiveSession, finish: Finish<T>): Promise<T> {
    const successor = await tokens.successorOf(token, session.tokenSecretVersion);
    if (successor.hash !== session.tokenHash) throw superseded();
    return finish({ security, sessionId: session.id, refreshToken: successor.token });
  }

  /** Ends a session of which somebody shows a token that was replaced long ago, and tells its owner. */
  async function revoke({ userId, sessionId }: SessionKey, { sessionEpoch }: Security): Promise<void> {
    const subject = `users/${userId}`;
    const about = { subject, data: { userId, sessionId } };
    const record = {
      events: [sessionReuseDetected.of(about), sessionEnded.of(about)],
      audit: [{ action: 'session.reuse-detected', subject, outcome: 'refused', details: { sessionId } }],
    } as const;
    const ended = endSession({ userId, sessionId }, record, sessionEpoch);
    await ended.then(() => count(sessionsReuseDetected), ignoreEnded);
  }

  /** Ranks a token: the lower, the likelier it is that it continues its session. */
  async function rankOf(token: string): Promise<number> {
    const parsed = await tokens.parse(token);
    const live = parsed && (await sessions.findLive(parsed));
    return live ? tokenStates.indexOf(tokenStateOf(parsed.hash, live.session, clock())) : tokenStates.length;
  }

  return {
    /**
     * Begins a session, in one transaction with the given writes and events; its first refresh token is shown to the caller
     * alone. The session's id may be chosen beforehand, for an event of the same transaction.
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
     * Exchanges a refresh token for its successor, and answers what `finish` makes of it; when that fails, the token stays
     * valid. Throws `INVALID_REFRESH_TOKEN`, `REFRESH_SUPERSEDED`.
     */
    async refresh<T>(token: string, finish: Finish<T>): Promise<T> {
      const parsed = await tokens.parse(token);
      if (!parsed) throw invalid();
      return advance(token, parsed, finish);
    },

    /**
     * Chooses among refresh tokens of one request the one that continues a session, or where none does one that tells of a
     * theft: a stale token beside a good one is no theft. A single token is chosen without a read.
     */
    async choose([first = '', ...others]: readonly string[]): Promise<string> {
      if (others.length === 0) return first;
      const ranked = await Promise.all([first, ...others].map(async (token) => ({ token, rank: await rankOf(token) })));
      return ranked.reduce((best, each) => (each.rank < best.rank ? each : best)).token;
    },

    /** Finds the session of a genuine refresh token, whether or not the token still continues it. */
    find: (token: string): Promise<SessionKey | undefined> => tokens.parse(token),

    /** Ends a session; it is no error when it is over already, of which nothing is told again. */
    async end({ userId, sessionId }: SessionKey): Promise<void> {
      const subject = `users/${userId}`;
      const entry = { action: 'session.ended', subject, outcome: 'success' } as const;
      const ended = endSession(
        { userId, sessionId },
        {
          events: [sessionEnded.of({ subject, data: { userId, sessionId } })],
          audit: [{ ...entry, actorId: userId, details: { sessionId } }],
        },
      );
      await ended.catch(ignoreEnded);
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
