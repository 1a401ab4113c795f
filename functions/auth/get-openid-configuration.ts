import * as z from 'zod';
import { issuer } from '../../lib/domains/identity/tokens/issuer.ts';
import { staticEndpoint } from '../../lib/http/static-endpoint.ts';
import { bare, http } from '../../lib/http/trigger.ts';
import { schema } from '../../lib/schemas.ts';

const configuration = schema(() =>
  z
    .object({
      issuer: z.url().meta({ examples: ['https://api.example.com'] }),
      jwks_uri: z.url().meta({ examples: ['https://api.example.com/.well-known/jwks.json'] }),
      id_token_signing_alg_values_supported: z.array(z.literal('RS256')),
      subject_types_supported: z.array(z.literal('public')),
      response_types_supported: z
        .array(z.string().meta({ examples: ['code'] }))
        .meta({ description: 'None, since nobody signs in by OpenID here.', examples: [[]] }),
    })
    .meta({ id: 'OpenIdConfiguration', description: 'Where a resource server finds the keys of our access tokens.' }),
);

/**
 * Tells where the keys of our access tokens are, as OpenID discovery does. It tells no more than a resource server needs for
 * that.
 */
export const trigger = http({
  method: 'GET',
  path: '/.well-known/openid-configuration',
  allow: 'public',
  responses: { 200: bare('application/json', configuration) },
  cacheControl: 'public, max-age=300',
  grants: ['origins:read'],
});
export const createHandler = (issuerUrl: () => string) =>
  staticEndpoint(trigger, () => ({
    issuer: issuerUrl(),
    jwks_uri: `${issuerUrl()}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['RS256' as const],
    subject_types_supported: ['public' as const],
    response_types_supported: [],
  }));
export const handler = createHandler(issuer);
