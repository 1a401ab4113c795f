import { liveSignIns } from '../../lib/domains/identity/auth/sign-in/live-sign-ins.ts';
import { secondStepInput, signedIn } from '../../lib/domains/identity/auth/sign-in/schema.ts';
import type { SignInService } from '../../lib/domains/identity/auth/sign-in/sign-in.ts';
import { clientOf } from '../../lib/domains/identity/http/device-token.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { handOver, signInCookies } from '../../lib/domains/identity/http/sign-in-reply.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';

/**
 * Completes a sign-in with a code of the second factor. There are five tries a sign-in and ten an account, after which codes
 * wait, but not on a device known to it. The session belongs to the device of the first step, whose `deviceToken` counts.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/login/mfa',
  allow: 'public',
  body: secondStepInput,
  responses: { 200: signedIn },
  problems: { 401: ['INVALID_MFA_TOKEN', 'INVALID_CODE'], 429: ['TOO_MANY_ATTEMPTS'] },
  cookies: signInCookies,
  limit: 'credentials',
  mustCount: true,
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read', 'tokens:sign'],
});
export const createHandler = (signIns: Pick<SignInService, 'logInWithMfa'>, stack: Stack) =>
  endpoint(
    trigger,
    async ({ body, request, setCookie }) =>
      handOver(await signIns.logInWithMfa(body, clientOf(request, body)), body.transport, setCookie),
    stack,
  );
export const handler = createHandler(liveSignIns, liveStack);
