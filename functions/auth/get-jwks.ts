import * as z from 'zod';
import { publicJwk } from '../../lib/auth/jwk.ts';
import { createPublishedKeys, type PublishedKeys } from '../../lib/auth/published-keys.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { bare, http } from '../../lib/http/trigger.ts';

/** The public keys that access tokens are verified with. */
export const trigger = http({
  method: 'GET',
  path: '/.well-known/jwks.json',
  allow: 'public',
  responses: { 200: bare('application/json', z.object({ keys: z.array(publicJwk) })) },
  cacheControl: 'public, max-age=300',
  grants: ['keys:read'],
});
export const createHandler = (publishedKeys: Pick<PublishedKeys, 'load'>) =>
  endpoint(trigger, async () => ({ keys: [...(await publishedKeys.load())] }));
export const handler = createHandler(createPublishedKeys());
