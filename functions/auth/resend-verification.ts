import { systemClock } from '../../lib/clock.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { createRegistrationService, type RegistrationService } from '../../lib/domains/identity/auth/registration.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Sends the verification mail once more. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/verify-email/resend',
  allow: 'signed-in',
  responses: { 202: 'empty' },
  problems: { 404: ['USER_NOT_FOUND'], 409: ['ALREADY_VERIFIED'] },
  limit: 'sensitive',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read'],
});
export const createHandler = (registrations: Pick<RegistrationService, 'resendVerification'>, stack: Stack) =>
  endpoint(trigger, ({ caller }) => registrations.resendVerification(caller), stack);
export const handler = createHandler(
  createRegistrationService({ passwords: livePasswords, clock: systemClock, newId, read, commit, secrets }),
  liveStack,
);
