import * as z from 'zod';
import { systemClock } from '../../lib/clock.ts';
import { type ApiKeyService, createApiKeyService } from '../../lib/domains/identity/api-keys/service.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { newId } from '../../lib/ids.ts';
import { commit } from '../../lib/live/commit.ts';
import { read } from '../../lib/live/read.ts';
import { id, schema } from '../../lib/schemas.ts';

/** Revokes a key: within three seconds nothing is answered to it. */
export const trigger = http({
  method: 'DELETE',
  path: '/v1/api-keys/{keyId}',
  allow: ['api-keys:write'],
  params: schema(() => z.object({ keyId: id().describe('The id of the key.') })),
  responses: { 204: 'empty' },
  problems: { 404: ['API_KEY_NOT_FOUND'] },
  grants: ['identity:write', 'clinics:count', 'audit:append'],
});
export const createHandler = (keys: Pick<ApiKeyService, 'revoke'>, stack: Stack) =>
  endpoint(trigger, ({ caller, params }) => keys.revoke(caller, params.keyId), stack);
export const handler = createHandler(createApiKeyService({ read, commit, clock: systemClock, newId }), liveStack);
