import { systemClock } from '../../lib/clock.ts';
import { createEmailChangeService, type EmailChangeService } from '../../lib/domains/identity/auth/email-change.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { emailChangeRequest } from '../../lib/domains/identity/auth/sign-in/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { take } from '../../lib/live/take.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Mails a link that confirms a new address to it, good for a day. The old address stays until the link is followed. The
 * answer does not tell whether the address is taken: then no mail goes out.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/change-email',
  allow: 'signed-in',
  body: emailChangeRequest,
  responses: { 202: 'empty' },
  problems: { 404: ['USER_NOT_FOUND'], 422: ['WRONG_PASSWORD', 'SAME_EMAIL'], 429: ['TOO_MANY_ATTEMPTS'] },
  limit: 'sensitive',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read', 'password-tries:count'],
});
export const createHandler = (changes: Pick<EmailChangeService, 'request'>, stack: Stack) =>
  endpoint(trigger, ({ caller, body }) => changes.request(caller, body), stack);
export const handler = createHandler(
  createEmailChangeService({ passwords: livePasswords, clock: systemClock, newId, read, commit, take, secrets }),
  liveStack,
);
