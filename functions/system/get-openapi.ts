import type { AssetReader } from '../../lib/http/assets.ts';
import { staticEndpoint } from '../../lib/http/static-endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { assets } from '../../lib/live/assets.ts';

/** Shows the OpenAPI 3.1 document of every route. It is made from the schemas that validate. */
export const trigger = http({
  method: 'GET',
  path: '/openapi.json',
  allow: 'public',
  responses: { 200: 'asset' },
  cacheControl: 'public, max-age=300',
  assets: ['openapi.json'],
  grants: [],
});
export const createHandler = (assets: AssetReader) => staticEndpoint(trigger, () => assets.read('openapi.json'));
export const handler = createHandler(assets);
