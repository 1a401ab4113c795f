import { refreshTokenInput } from '../../lib/auth/schema.ts';
import { createSignInService, type SignInService } from '../../lib/auth/sign-in.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { expiredRefreshCookie, presentedRefreshToken } from '../../lib/http/refresh-token.ts';
import { http } from '../../lib/http/trigger.ts';

/** Ends the session of a refresh token, also when it has ended already. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/logout',
  allow: 'public',
  body: refreshTokenInput,
  responses: { 204: 'empty' },
  problems: { 403: ['CROSS_SITE_REQUEST'] },
  grants: ['identity:write', 'audit:append', 'secrets:read', 'origins:read'],
});
export const createHandler = (signIns: Pick<SignInService, 'logOut'>) =>
  endpoint(trigger, async ({ body, request, setCookie }) => {
    const { token, transport } = presentedRefreshToken(request, body);
    await signIns.logOut(token);
    if (transport === 'cookie') setCookie(expiredRefreshCookie());
  });
export const handler = createHandler(createSignInService());
