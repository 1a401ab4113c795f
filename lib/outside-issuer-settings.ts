import * as z from 'zod';
import { jsonText } from './json-text.ts';
import { type Output, schema } from './schemas.ts';

const text = schema(() => z.string().min(1).max(512));

/** A URL to trust. Keys fetched in the clear could be anybody's; on one machine there is nobody in between. */
export const safeUrl = schema(() =>
  z.url().refine((url) => {
    const { protocol, hostname } = URL.parse(url) ?? {};
    return protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname ?? ''));
  }, 'must be https'),
);

/** By OpenID Connect Core an issuer has no query and no fragment; with a name or a password nothing could be fetched. */
const issuerUrl = schema(() =>
  safeUrl().refine((url) => {
    const { username, password } = URL.parse(url) ?? {};
    return !/[?#]/.test(url) && !username && !password;
  }, 'must have no query, fragment, name or password'),
);

/** An OIDC issuer that is not ours, whose access tokens are taken for those of people whom it was linked to. */
const outsideIssuer = schema(() =>
  z.strictObject({
    /** The `iss` claim, to the letter: Auth0's ends with a slash, Cognito's does not. */
    issuer: issuerUrl(),
    /** Whom its access tokens are for: any of these. */
    audience: z.union([text().transform((one) => [one]), z.array(text()).min(1)], 'must be a text or a list of texts'),
    /** The claim that says so: Cognito's access tokens have `client_id` and no `aud`. */
    audienceClaim: z.enum(['aud', 'client_id']).default('aud'),
    /** Where its keys are; unless said, where its discovery document tells. */
    jwksUri: safeUrl().optional(),
  }),
);
export type OutsideIssuer = Output<typeof outsideIssuer>;

/** A list of issuers as JSON, each of them once. */
export const outsideIssuerList = schema(() =>
  jsonText().pipe(
    z
      .array(outsideIssuer())
      .refine((list) => new Set(list.map(({ issuer }) => issuer)).size === list.length, 'names an issuer twice'),
  ),
);

/** Whether two issuers differ by nothing that a person would see: case of the host, a slash at the end. */
export function isSameIssuer(one: string, other: string): boolean {
  return bareUrl(one) === bareUrl(other);
}

function bareUrl(url: string): string {
  return (URL.parse(url)?.href ?? url).replace(/\/+$/, '');
}
