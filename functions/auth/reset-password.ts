import { systemClock } from '../../lib/clock.ts';
import {
  createPasswordResetService,
  type PasswordResetService,
} from '../../lib/domains/identity/auth/password-reset.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { passwordReset } from '../../lib/domains/identity/auth/passwords/new-password-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Sets a password by the token of a mail, and ends every session. It takes the place of a forgotten one, or accepts an
 * invitation.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/reset-password',
  allow: 'public',
  body: passwordReset,
  responses: { 204: 'empty' },
  problems: { 400: ['INVALID_TOKEN'] },
  limit: 'credentials',
  mustCount: true,
  grants: ['identity:read', 'identity:write', 'doctors:keep', 'events:append', 'audit:append'],
});
export const createHandler = (resets: Pick<PasswordResetService, 'reset'>, stack: Stack) =>
  endpoint(trigger, ({ body }) => resets.reset(body), stack);
export const handler = createHandler(
  createPasswordResetService({ passwords: livePasswords, clock: systemClock, read, commit }),
  liveStack,
);
