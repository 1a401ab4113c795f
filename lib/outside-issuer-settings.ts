import * as z from 'zod';
import { jsonText } from './json-text.ts';
import { type Output, schema } from './schemas.ts';

const text = schema(() => z.string().min(1).max(512));

/** A URL to trust, by https or on this machine: keys fetched in the clear over a network could be anybody's. */
export const safeUrl = schema(() =>
  z.url().refine((url) => {
    const { protocol, hostname } = URL.parse(url) ?? {};
    return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname ?? ''));
  }, 'must be https'),
);

/**
 * The URL of an issuer: it has no query and no fragment by OpenID Connect Core, and no name or password, with which nothing
 * could be fetched.
 */
const issuerUrl = schema(() =>
  safeUrl().refine((url) => {
    const { username, password } = URL.parse(url) ?? {};
    return !/[?#]/.test(url) && !username && !password;
  }, 'must have no query, fragment, name or password'),
);

/** A trusted OIDC issuer, whose access tokens are accepted from the people to whom its identities were linked. */
const outsideIssuer = schema(() =>
  z.strictObject({
    /** The `iss` claim, to the letter: Auth0's ends with a slash, and Cognito's does not. */
    issuer: issuerUrl(),
    /** The audiences that its access tokens may have. */
    audience: z.union([text().transform((one) => [one]), z.array(text()).min(1)], 'must be a text or a list of texts'),
    /** The claim that names the audience: Cognito's access tokens have `client_id` and no `aud`. */
    audienceClaim: z.enum(['aud', 'client_id']).default('aud'),
    /** Where its keys are published; by default its discovery document says so. */
    jwksUri: safeUrl().optional(),
  }),
);
export type OutsideIssuer = Output<typeof outsideIssuer>;

/** A list of issuers as JSON, in which each stands once. */
export const outsideIssuerList = schema(() =>
  jsonText().pipe(
    z
      .array(outsideIssuer())
      .refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length, 'names an issuer twice'),
  ),
);

/** Whether two issuers differ in nothing that a person would notice: the case of the host, or a slash at the end. */
export function isSameIssuer(one: string, other: string): boolean {
  return bareUrl(one) === bareUrl(other);
}

function bareUrl(url: string): string {
  return (URL.parse(url)?.href ?? url).replace(/\/+$/, '');
}
