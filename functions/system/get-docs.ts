import type { AssetReader } from '../../lib/http/assets.ts';
import { staticEndpoint } from '../../lib/http/static-endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { assets } from '../../lib/live/assets.ts';

/** Shows the reference page of the API. */
export const trigger = http({
  method: 'GET',
  path: '/docs',
  allow: 'public',
  responses: { 200: 'asset' },
  cacheControl: 'public, max-age=300',
  page: true,
  assets: ['docs.html'],
  grants: [],
});
export const createHandler = (assets: AssetReader) => staticEndpoint(trigger, () => assets.read('docs.html'));
export const handler = createHandler(assets);
