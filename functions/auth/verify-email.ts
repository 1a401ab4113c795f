import { createRegistrationService, type RegistrationService } from '../../lib/auth/registration.ts';
import { oneTimeTokenInput } from '../../lib/auth/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { http } from '../../lib/http/trigger.ts';

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
export const createHandler = (registrations: Pick<RegistrationService, 'verifyEmail'>) =>
  endpoint(trigger, ({ body }) => registrations.verifyEmail(body.token));
export const handler = createHandler(createRegistrationService());
