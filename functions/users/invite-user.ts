import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createInvitationService, type InvitationService } from '../../lib/domains/identity/users/invitations.ts';
import { invitation, user } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createIdempotencyRecords } from '../../lib/idempotency/records.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Makes an account for somebody, who is invited by mail. The mail has a link, good for seven days, to choose a password. */
export const trigger = http({
  method: 'POST',
  path: '/v1/users',
  allow: ['users:manage'],
  body: invitation,
  responses: { 201: user },
  location: ({ id }) => `/v1/users/${id}`,
  versioned: true,
  problems: {
    403: ['PERSON_REQUIRED'],
    409: ['DUPLICATE_EMAIL'],
    422: ['CLINIC_REQUIRED', 'CLINIC_NOT_ALLOWED', 'UNKNOWN_REFERENCE'],
  },
  idempotency: 'optional',
  grants: [
    'identity:read',
    'identity:write',
    'clinics:refer',
    'clinics:count',
    'doctors:keep',
    'events:append',
    'audit:append',
    'secrets:read',
  ],
});
export const createHandler = (invitations: Pick<InvitationService, 'invite'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => invitations.invite(caller, body), stack);
export const handler = createHandler(createInvitationService({ read, commit, clock: systemClock, newId, secrets }), {
  ...liveStack,
  idempotencyRecords: createIdempotencyRecords({ read, clock: systemClock, secrets }),
});
