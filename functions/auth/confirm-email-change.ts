import { systemClock } from '../../lib/clock.ts';
import { createEmailChangeService, type EmailChangeService } from '../../lib/domains/identity/auth/email-change.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { oneTimeTokenInput } from '../../lib/domains/identity/auth/sign-in/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { take } from '../../lib/live/take.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Makes an address the person's by the token that was mailed to it. A notice goes to the old one. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/change-email/confirm',
  allow: 'public',
  body: oneTimeTokenInput,
  responses: { 204: 'empty' },
  problems: { 400: ['INVALID_TOKEN'] },
  limit: 'credentials',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append'],
});
export const createHandler = (changes: Pick<EmailChangeService, 'confirm'>, stack: Stack) =>
  endpoint(trigger, ({ body }) => changes.confirm(body.token), stack);
export const handler = createHandler(
  createEmailChangeService({ passwords: livePasswords, clock: systemClock, newId, read, commit, take, secrets }),
  liveStack,
);
