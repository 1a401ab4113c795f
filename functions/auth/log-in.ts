import { credentials, signedIn } from '../../lib/auth/schema.ts';
import { createSignInService, type SignInService } from '../../lib/auth/sign-in.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { refreshCookie } from '../../lib/http/refresh-token.ts';
import { http } from '../../lib/http/trigger.ts';

/** Signs a person in; the refresh token travels in a cookie unless the client asks for it in the body. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/login',
  allow: 'public',
  body: credentials,
  responses: { 200: signedIn },
  problems: { 401: ['INVALID_CREDENTIALS'] },
  grants: ['identity:read', 'identity:write', 'audit:append', 'secrets:read', 'tokens:sign'],
});
export const createHandler = (signIns: Pick<SignInService, 'logIn'>) =>
  endpoint(trigger, async ({ body, request, setCookie }) => {
    const { refreshToken, ...answer } = await signIns.logIn(body, request);
    if (body.transport === 'body') return { ...answer, refreshToken };
    setCookie(refreshCookie(refreshToken));
    return answer;
  });
export const handler = createHandler(createSignInService());
