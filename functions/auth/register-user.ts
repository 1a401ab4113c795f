import { acceptedLanguage } from '../../lib/accepted-language.ts';
import { systemClock } from '../../lib/clock.ts';
import { livePasswords } from '../../lib/domains/identity/auth/passwords/live-passwords.ts';
import { registration } from '../../lib/domains/identity/auth/passwords/new-password-schema.ts';
import { createRegistrationService, type RegistrationService } from '../../lib/domains/identity/auth/registration.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { user } from '../../lib/domains/identity/users/schema.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/**
 * Registers a person; a verification mail follows. It is in the language that `Accept-Language` asks for most, as are all mails
 * after it until the person sets another `locale`: English, German or Spanish, and English where none of them is asked for.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/auth/register',
  allow: 'public',
  body: registration,
  responses: { 201: user },
  location: () => '/v1/users/me',
  problems: { 409: ['DUPLICATE_EMAIL'], 422: ['UNDERAGE'] },
  acceptsLanguage: 'for-mails',
  limit: 'credentials',
  grants: ['identity:read', 'identity:write', 'events:append', 'audit:append', 'secrets:read'],
});
export const createHandler = (registrations: Pick<RegistrationService, 'register'>, stack: Stack) =>
  endpoint(
    trigger,
    ({ body, request }) => registrations.register(body, acceptedLanguage(request.headers['accept-language'])),
    stack,
  );
export const handler = createHandler(
  createRegistrationService({ passwords: livePasswords, clock: systemClock, newId, read, commit, secrets }),
  liveStack,
);
