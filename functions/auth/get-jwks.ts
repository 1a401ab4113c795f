import * as z from 'zod';
import { publicJwk } from '../../lib/auth/signing-keys/jwk.ts';
import { publishedKeys as livePublishedKeys, type PublishedKeys } from '../../lib/auth/signing-keys/published-keys.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { bare, http } from '../../lib/http/trigger.ts';

/** The public keys that access tokens are verified with: the current one, the next one well before it signs, earlier ones until their last token has expired. */
export const trigger = http({
  method: 'GET',
  path: '/.well-known/jwks.json',
  allow: 'public',
  responses: { 200: bare('application/json', z.object({ keys: z.array(publicJwk) })) },
  cacheControl: 'public, max-age=300',
  grants: ['keys:read'],
});
export const createHandler = (publishedKeys: Pick<PublishedKeys, 'latest'>) =>
  endpoint(trigger, async () => ({ keys: [...(await publishedKeys.latest())] }));
export const handler = createHandler(livePublishedKeys);
