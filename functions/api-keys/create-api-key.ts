import { systemClock } from '../../lib/clock.ts';
import { createdApiKey, newApiKey } from '../../lib/domains/identity/api-keys/schema.ts';
import { type ApiKeyService, createApiKeyService } from '../../lib/domains/identity/api-keys/service.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';

/**
 * Makes a key that a machine sends as `x-api-key`; it is shown this once. Its maker must hold its permissions, and it
 * outlives their account and roles. Bound to a clinic, it has only permissions that are used inside one. Its quota counts reads,
 * too, by the day in UTC.
 */
export const trigger = http({
  method: 'POST',
  path: '/v1/api-keys',
  allow: ['api-keys:write'],
  body: newApiKey,
  responses: { 201: createdApiKey },
  location: ({ id }) => `/v1/api-keys/${id}`,
  problems: { 403: ['PERSON_REQUIRED'], 422: ['CLINIC_NOT_ALLOWED', 'PERMISSION_NOT_HELD', 'UNKNOWN_REFERENCE'] },
  grants: ['identity:write', 'clinics:refer', 'clinics:count', 'dues:schedule', 'events:append', 'audit:append'],
});
export const createHandler = (keys: Pick<ApiKeyService, 'create'>, stack: Stack) =>
  endpoint(trigger, ({ body, caller }) => keys.create(body, caller), stack);
export const handler = createHandler(createApiKeyService({ read, commit, clock: systemClock, newId }), liveStack);
