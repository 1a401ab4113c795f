import { refreshTokenInput } from '../../lib/auth/schema.ts';
import type { SignInService } from '../../lib/auth/sign-in/sign-in.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { expiredRefreshCookie, presentedRefreshToken } from '../../lib/http/refresh-token.ts';
import { http } from '../../lib/http/trigger.ts';
import { createSessionService } from '../../lib/sessions/service.ts';

/** Ends the session of a refresh token, also when it has ended already. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/logout',
  allow: 'public',
  body: refreshTokenInput,
  responses: { 204: 'empty' },
  problems: { 403: ['CROSS_SITE_REQUEST'] },
  limit: 'refresh',
  grants: ['identity:write', 'audit:append', 'secrets:read', 'origins:read'],
});
export const createHandler = (signIns: Pick<SignInService, 'logOut'>) =>
  endpoint(trigger, async ({ body, request, setCookie }) => {
    const { token, transport } = presentedRefreshToken(request, body);
    await signIns.logOut(token);
    if (transport === 'cookie') setCookie(expiredRefreshCookie());
  });
// Not by the service of signing in, which brings along all that it takes to sign a token.
export const handler = createHandler({ logOut: createSessionService().end });
