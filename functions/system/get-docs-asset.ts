import * as z from 'zod';
import type { AssetReader } from '../../lib/http/assets.ts';
import { staticEndpoint } from '../../lib/http/static-endpoint.ts';
import { http } from '../../lib/http/trigger.ts';
import { assets } from '../../lib/live/assets.ts';
import { schema } from '../../lib/schemas.ts';

/** Serves a script or style of the reference page. */
export const trigger = http({
  method: 'GET',
  path: '/docs/{asset}',
  allow: 'public',
  params: schema(() => z.object({ asset: z.string().meta({ examples: ['docs.js'] }) })),
  responses: { 200: 'asset' },
  cacheControl: 'public, max-age=300',
  assets: ['docs.css', 'docs.js', 'openapi-explorer.js'],
  grants: [],
});
export const createHandler = (assets: AssetReader) =>
  staticEndpoint(trigger, ({ params }) => assets.read(params.asset));
export const handler = createHandler(assets);
