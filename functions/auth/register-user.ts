import { registration } from '../../lib/auth/passwords/new-password-schema.ts';
import { createRegistrationService, type RegistrationService } from '../../lib/auth/registration.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { user } from '../../lib/users/schema.ts';

/** Registers a person; a verification mail follows. */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/register',
  allow: 'public',
  body: registration,
  responses: { 201: user },
  location: () => '/v1/users/me',
  problems: { 409: ['DUPLICATE_EMAIL'], 422: ['UNDERAGE'] },
  limit: 'credentials',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read'],
});
export const createHandler = (registrations: Pick<RegistrationService, 'register'>) =>
  endpoint(trigger, ({ body }) => registrations.register(body));
export const handler = createHandler(createRegistrationService());
