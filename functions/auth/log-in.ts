import { liveSignIns } from '../../lib/domains/identity/auth/sign-in/live-sign-ins.ts';
import { credentials, signInAnswer } from '../../lib/domains/identity/auth/sign-in/schema.ts';
import type { SignInService } from '../../lib/domains/identity/auth/sign-in/sign-in.ts';
import { clientOf } from '../../lib/domains/identity/http/device-token.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { handOver, signInCookies } from '../../lib/domains/identity/http/sign-in-reply.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';

/**
 * Signs a person in, or asks for the second step where they have one. The refresh token and the device token travel in
 * cookies unless the client asks for them in the body.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/login',
  allow: 'public',
  body: credentials,
  responses: { 200: signInAnswer },
  problems: { 401: ['INVALID_CREDENTIALS'], 429: ['TOO_MANY_ATTEMPTS'] },
  cookies: signInCookies,
  limit: 'credentials',
  mustCount: true,
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read', 'tokens:sign'],
});
export const createHandler = (signIns: Pick<SignInService, 'logIn'>, stack: Stack) =>
  endpoint(
    trigger,
    async ({ body, request, setCookie }) => {
      const signIn = await signIns.logIn(body, clientOf(request, body));
      return signIn.outcome === 'signed_in' ? handOver(signIn, body.transport, setCookie) : signIn;
    },
    stack,
  );
export const handler = createHandler(liveSignIns, liveStack);
