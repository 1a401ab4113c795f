import { systemClock } from '../../lib/clock.ts';
import {
  createPasswordChangeService,
  type PasswordChangeService,
} from '../../lib/domains/identity/auth/password-change.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { passwordChange } from '../../lib/domains/identity/auth/passwords/new-password-schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { take } from '../../lib/live/take.ts';

/**
 * Sets another password and ends the person's other sessions. This one goes on, but its access token is worthless too:
 * refresh it.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/change-password',
  allow: 'signed-in',
  body: passwordChange,
  responses: { 204: 'empty' },
  problems: { 404: ['USER_NOT_FOUND'], 422: ['WRONG_PASSWORD', 'SAME_PASSWORD'], 429: ['TOO_MANY_ATTEMPTS'] },
  limit: 'sensitive',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'password-tries:count'],
});
export const createHandler = (changes: Pick<PasswordChangeService, 'change'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => changes.change(caller, body), stack);
export const handler = createHandler(
  createPasswordChangeService({ passwords: livePasswords, clock: systemClock, read, commit, take }),
  liveStack,
);
