import * as z from 'zod';
import { liveStack } from '../../lib/domains/identity/http/live-stack.ts';
import { publicJwk } from '../../lib/domains/identity/tokens/signing-keys/jwk.ts';
import { publishedKeys } from '../../lib/domains/identity/tokens/signing-keys/live-published-keys.ts';
import type { PublishedKeys } from '../../lib/domains/identity/tokens/signing-keys/published-keys.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import type { Stack } from '../../lib/http/stack.ts';
import { bare, http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';

const keySet = schema(() =>
  z
    .object({ keys: z.array(publicJwk()) })
    .meta({ id: 'JwkSet', description: 'The public keys that access tokens are verified with.' }),
);

/**
 * Shows the public keys that access tokens are verified with. These are the current one, the next one well before it signs,
 * and earlier ones until their last token has expired.
 */
export const trigger = http({
  method: 'GET',
  path: '/.well-known/jwks.json',
  allow: 'public',
  responses: { 200: bare('application/json', keySet) },
  cacheControl: 'public, max-age=300',
  grants: ['keys:read'],
});
export const createHandler = (keys: Pick<PublishedKeys, 'latest'>, stack: Stack) =>
  endpoint(trigger, async () => ({ keys: [...(await keys.latest())] }), stack);
export const handler = createHandler(publishedKeys, liveStack);
