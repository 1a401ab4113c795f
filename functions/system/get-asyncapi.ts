import type { AssetReader } from '../../lib/http/assets.ts';
import { staticEndpoint } from '../../lib/http/static-endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { assets } from '../../lib/live/assets.ts';

/**
 * Shows the AsyncAPI 3.0 document of every event and of the queues that carry it. It is made from the schemas that validate.
 */
export const trigger = http({
  method: 'GET',
  path: '/asyncapi.json',
  allow: 'public',
  responses: { 200: 'asset' },
  cacheControl: 'public, max-age=300',
  assets: ['asyncapi.json'],
  grants: [],
});
export const createHandler = (assets: AssetReader) => staticEndpoint(trigger, () => assets.read('asyncapi.json'));
export const handler = createHandler(assets);
