import { createSessionService, type SessionService } from '../../sessions/service.ts';
import type { AccessTokenIssuer } from '../tokens/access-tokens.ts';
import { createLiveAccessTokenIssuer } from '../tokens/live-access-tokens.ts';
import { issueTokens, type Tokens } from './session-tokens.ts';

export interface SessionContinuationDependencies {
  readonly sessions?: Pick<SessionService, 'refresh' | 'end'>;
  readonly accessTokens?: AccessTokenIssuer;
}

/** How a person who is in stays in and goes out; apart from coming in, which takes far more code. */
export function createSessionContinuation({
  sessions = createSessionService(),
  accessTokens = createLiveAccessTokenIssuer(),
}: SessionContinuationDependencies = {}) {
  return {
    /** Goes on with a session; throws `INVALID_REFRESH_TOKEN`, `REFRESH_SUPERSEDED`. */
    refresh: (token: string): Promise<Tokens> =>
      sessions.refresh(token, (continued) => issueTokens(accessTokens, continued)),

    /** Ends a session; it is no error when it has ended already. */
    logOut: (token: string): Promise<void> => sessions.end(token),
  };
}
