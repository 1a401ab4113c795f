import { systemClock } from '../../lib/clock.ts';
import {
  createPasswordResetRequestService,
  type PasswordResetRequestService,
} from '../../lib/domains/identity/auth/password-reset-request.ts';
import { passwordResetRequest } from '../../lib/domains/identity/auth/sign-in/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Mails a link to set another password, good for an hour. The answer does not tell whether anybody has the address. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/forgot-password',
  allow: 'public',
  body: passwordResetRequest,
  responses: { 202: 'empty' },
  limit: 'credentials',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read'],
});
export const createHandler = (requests: Pick<PasswordResetRequestService, 'request'>, stack: Stack) =>
  endpoint(trigger, ({ body }) => requests.request(body.email), stack);
export const handler = createHandler(
  createPasswordResetRequestService({ clock: systemClock, read, commit, secrets }),
  liveStack,
);
