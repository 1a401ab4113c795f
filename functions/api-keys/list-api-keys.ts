import { type ApiKeyListing, createApiKeyListing } from '../../lib/domains/identity/api-keys/listing.ts';
import { apiKey } from '../../lib/domains/identity/api-keys/schema.ts';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { createCursorSeal } from '../../lib/http/cursor-seal.ts';
import { listEndpoint } from '../../lib/http/list-endpoint.ts';
import { noFilters, pageOf, pageQuery } from '../../lib/http/page.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { http } from '../../lib/http/trigger.ts';
import { read } from '../../lib/live/read.ts';
import { secrets } from '../../lib/secrets/secrets.ts';

/** Lists the keys of machines, newest first. One that has expired stands here until it is revoked. */
export const trigger = http({
  method: 'GET',
  path: '/v1/api-keys',
  allow: ['api-keys:read'],
  query: pageQuery(noFilters),
  responses: { 200: pageOf(apiKey) },
  grants: ['identity:query'],
});
export const createHandler = (keys: ApiKeyListing, stack: Stack) =>
  listEndpoint(trigger, ({ caller }, request) => keys.list(caller, request), stack);
export const handler = createHandler(createApiKeyListing({ read }), {
  ...liveStack,
  cursors: createCursorSeal(secrets),
});
