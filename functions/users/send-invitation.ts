import { systemClock } from '../../lib/clock.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createInvitationService, type InvitationService } from '../../lib/domains/identity/users/invitations.ts';
import { userPath } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Mails an invitation once more to somebody who has not accepted it. The link of the mail before is good for nothing then.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/users/{userId}/invitation',
  allow: ['users:manage'],
  params: userPath,
  responses: { 202: 'empty' },
  problems: {
    403: ['PERSON_REQUIRED'],
    404: ['USER_NOT_FOUND'],
    409: ['ALREADY_ACCEPTED', 'CONCURRENT_CHANGE'],
  },
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read'],
});
export const createHandler = (invitations: Pick<InvitationService, 'sendAgain'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => invitations.sendAgain(caller, params.userId), stack);
export const handler = createHandler(
  createInvitationService({ read, commit, clock: systemClock, newId, secrets }),
  liveStack,
);
