import { systemClock } from '../../lib/clock.ts';
import { createOwnDeletionService, type OwnDeletionService } from '../../lib/domains/identity/auth/own-deletion.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { farewell } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { take } from '../../lib/live/take.ts';

/**
 * Deletes the account of the person who asks, by their password. Every session ends, the email address is free, and a mail
 * tells them. By a token of another issuer, which must be at most five minutes old, no password is asked for. `heldBy` of
 * `DOCTOR_IN_USE` counts the patients whom the person is in charge of, and the appointments to come.
 */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/users/me',
  allow: 'signed-in',
  body: farewell,
  responses: { 204: 'empty' },
  problems: {
    403: ['FRESH_SIGN_IN_REQUIRED'],
    404: ['USER_NOT_FOUND'],
    409: ['LAST_ADMIN', 'DOCTOR_IN_USE', 'CONCURRENT_CHANGE'],
    412: ['STALE_VERSION'],
    422: ['WRONG_PASSWORD'],
    429: ['TOO_MANY_ATTEMPTS'],
  },
  limit: 'sensitive',
  grants: [
    'identity:read',
    'identity:write',
    'clinics:count',
    'doctors:keep',
    'doctors:count',
    'doctor-bookings:end',
    'events:append',
    'audit:append',
    'password-tries:count',
  ],
});
export const createHandler = (deletions: OwnDeletionService, stack: Stack) =>
  endpoint(
    trigger,
    ({ caller, body, expectedVersion }) => deletions.delete(caller, { ...body, expectedVersion }),
    stack,
  );
export const handler = createHandler(
  createOwnDeletionService({ passwords: livePasswords, clock: systemClock, read, commit, take }),
  liveStack,
);
