import { systemClock } from '../../lib/clock.ts';
import { refreshTokenInput } from '../../lib/domains/identity/auth/sign-in/schema.ts';
import { createSignOutService, type SignOutService } from '../../lib/domains/identity/auth/sign-in/sign-out.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import {
  expiredRefreshCookie,
  isOfOtherSite,
  refreshCookieName,
  shownTokens,
} from '../../lib/domains/identity/http/refresh-token.ts';
import { publishedKeys } from '../../lib/domains/identity/tokens/signing-keys/live-published-keys.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

const forgotten = [refreshCookieName];

/** Ends each session that the cookie, a refresh token or an access token shows. It may have ended or expired before. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/logout',
  allow: 'public',
  body: refreshTokenInput,
  responses: { 204: 'empty' },
  problems: { 400: ['SESSION_REQUIRED'], 403: ['CROSS_SITE_REQUEST'] },
  takes: ['refreshCookie', 'accessToken'],
  cookies: { clears: { 204: forgotten, 400: forgotten, 500: forgotten, 503: forgotten } },
  limit: 'refresh',
  grants: ['identity:write', 'events:append', 'audit:append', 'secrets:read', 'keys:read', 'origins:read'],
});
export const createHandler = (signOut: Pick<SignOutService, 'logOut'>, stack: Stack) =>
  endpoint(
    trigger,
    async ({ body, request, setCookie }) => {
      // The browser forgets the cookie whatever becomes of the session, but not at the wish of another site.
      if (!isOfOtherSite(request)) setCookie(expiredRefreshCookie());
      await signOut.logOut(shownTokens(request, body));
    },
    stack,
  );
export const handler = createHandler(
  createSignOutService({ keys: publishedKeys, clock: systemClock, newId, read, commit, secrets }),
  liveStack,
);
