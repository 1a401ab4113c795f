import { systemClock } from '../../lib/clock.ts';
import { refreshTokenInput, tokens } from '../../lib/domains/identity/auth/sign-in/schema.ts';
import { createSessionContinuation } from '../../lib/domains/identity/auth/sign-in/session-continuation.ts';
import type { SignInService } from '../../lib/domains/identity/auth/sign-in/sign-in.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  expiredRefreshCookie,
  presentedRefreshTokens,
  refreshCookie,
  refreshCookieName,
} from '../../lib/domains/identity/http/refresh-token.ts';
import { createLiveAccessTokenIssuer } from '../../lib/domains/identity/tokens/live-access-tokens.ts';
import { hasCode } from '../../lib/errors.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Takes a refresh token for fresh tokens. They come the way that it came: by cookie or in the body. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/refresh',
  allow: 'public',
  body: refreshTokenInput,
  responses: { 200: tokens },
  problems: { 401: ['INVALID_REFRESH_TOKEN', 'REFRESH_SUPERSEDED'], 403: ['CROSS_SITE_REQUEST'] },
  takes: ['refreshCookie'],
  cookies: { sets: { 200: [refreshCookieName] }, clears: { 401: [refreshCookieName] } },
  limit: 'refresh',
  mustCount: true,
  grants: [
    'identity:read',
    'identity:write',
    'events:append',
    'audit:append',
    'secrets:read',
    'tokens:sign',
    'origins:read',
  ],
});
export const createHandler = (signIns: Pick<SignInService, 'refresh'>, stack: Stack) =>
  endpoint(
    trigger,
    async ({ body, request, setCookie }) => {
      const { tokens: shown, transport } = presentedRefreshTokens(request, body);
      const { refreshToken, ...answer } = await signIns.refresh(...shown).catch((error: unknown) => {
        if (transport === 'cookie' && hasCode(error, 'INVALID_REFRESH_TOKEN')) setCookie(expiredRefreshCookie());
        throw error;
      });
      if (transport === 'body') return { ...answer, refreshToken };
      setCookie(refreshCookie(refreshToken));
      return answer;
    },
    stack,
  );
export const handler = createHandler(
  createSessionContinuation({
    accessTokens: createLiveAccessTokenIssuer(),
    clock: systemClock,
    newId,
    read,
    commit,
    secrets,
  }),
  liveStack,
);
