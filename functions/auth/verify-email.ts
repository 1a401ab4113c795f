import { systemClock } from '../../lib/clock.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { createRegistrationService, type RegistrationService } from '../../lib/domains/identity/auth/registration.ts';
import { oneTimeTokenInput } from '../../lib/domains/identity/auth/sign-in/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Verifies an email address by the token that was mailed to it. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/verify-email',
  allow: 'public',
  body: oneTimeTokenInput,
  responses: { 204: 'empty' },
  problems: { 400: ['INVALID_TOKEN'] },
  limit: 'credentials',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append'],
});
export const createHandler = (registrations: Pick<RegistrationService, 'verifyEmail'>, stack: Stack) =>
  endpoint(trigger, ({ body }) => registrations.verifyEmail(body.token), stack);
export const handler = createHandler(
  createRegistrationService({ passwords: livePasswords, clock: systemClock, newId, read, commit, secrets }),
  liveStack,
);
