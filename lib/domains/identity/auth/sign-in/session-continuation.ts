import { createSessionService, type SessionDependencies } from '../../sessions/service.ts';
import type { AccessTokenIssuer } from '../../tokens/access-tokens.ts';
import { issueTokens, type Tokens } from './session-tokens.ts';

interface SessionContinuationDependencies extends SessionDependencies {
  readonly accessTokens: AccessTokenIssuer;
}

/** Continues sessions; it is apart from signing in, which takes far more code. */
export function createSessionContinuation({ accessTokens, ...platform }: SessionContinuationDependencies) {
  const sessions = createSessionService(platform);

  return {
    /** Continues the session of whichever token is good; throws `INVALID_REFRESH_TOKEN`, `REFRESH_SUPERSEDED`. */
    refresh: async (...tokens: readonly string[]): Promise<Tokens> =>
      sessions.refresh(await sessions.choose(tokens), (continued) => issueTokens(accessTokens, continued)),
  };
}
