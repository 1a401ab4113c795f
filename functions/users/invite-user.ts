import { repeatableEndpoint } from '../../lib/http/repeatable-endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { createInvitationService, type InvitationService } from '../../lib/users/invitations.ts';
import { invitation, user } from '../../lib/users/schema.ts';

/** Makes an account for somebody, who gets a mail with a link, good for seven days, to choose a password. */
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
    422: ['CLINIC_REQUIRED', 'CLINIC_NOT_ALLOWED'],
  },
  idempotency: 'optional',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read'],
});
export const createHandler = (invitations: Pick<InvitationService, 'invite'>, stack?: Stack) =>
  repeatableEndpoint(trigger, ({ caller, body }) => invitations.invite(caller, body), stack);
export const handler = createHandler(createInvitationService());
