import { accessTokenSeconds } from '../../durations.ts';
import type { RunningSession } from '../../sessions/service.ts';
import type { AccessTokenIssuer } from '../../tokens/access-tokens.ts';

/** The tokens of a session, and how many seconds the access token is valid. */
export interface Tokens {
  readonly accessToken: string;
  readonly tokenType: 'Bearer';
  readonly expiresIn: number;
  readonly refreshToken: string;
}

/** Issues the access token that goes with a session's refresh token. */
export async function issueTokens(
  accessTokens: AccessTokenIssuer,
  { security, sessionId, refreshToken }: RunningSession,
): Promise<Tokens> {
  const { userId, roles, clinicId, tokenVersion: version } = security;
  const accessToken = await accessTokens.issue({ userId, sessionId, roles, clinicId, version });
  return { accessToken, tokenType: 'Bearer', expiresIn: accessTokenSeconds, refreshToken };
}
