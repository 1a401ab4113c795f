import * as z from 'zod';
import { jsonText } from './json-text.ts';

const text = z.string().min(1).max(512);

/** A URL to trust. Keys fetched in the clear could be anybody's; on one machine there is nobody in between. */
export const safeUrl = z.url().refine((url) => {
  const { protocol, hostname } = URL.parse(url) ?? {};
  return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname ?? ''));
}, 'must be https');

/** An OIDC issuer that is not ours, whose access tokens are taken for those of people whom it was linked to. */
const outsideIssuer = z.strictObject({
  /** The `iss` claim, to the letter: Auth0's ends with a slash, Cognito's does not. */
  issuer: safeUrl,
  /** Whom its access tokens are for: any of these. */
  audience: z.union([text.transform((one) => [one]), z.array(text).min(1)]),
  /** The claim that says so: Cognito's access tokens have `client_id` and no `aud`. */
  audienceClaim: z.enum(['aud', 'client_id']).default('aud'),
  /** Where its keys are; unless said, where its discovery document tells. */
  jwksUri: safeUrl.optional(),
});
export type OutsideIssuer = z.output<typeof outsideIssuer>;

/** A list of issuers as JSON, each of them once. */
export const outsideIssuerList = jsonText.pipe(
  z.array(outsideIssuer).refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length),
);
