import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { verifyJwtSync } from 'aws-jwt-verify/jwt-verifier';
import * as z from 'zod';
import type { Clock } from '../../../clock.ts';
import { DomainError, Unauthenticated } from '../../../errors.ts';
import type { OutsideIssuer } from '../../../outside-issuer-settings.ts';
import { type Output, schema } from '../../../schemas.ts';
import { createKeyObjects, requireCanonicalForm } from '../tokens/compact-token.ts';
import type { PublicJwk } from '../tokens/signing-keys/jwk.ts';
import type { OutsideKeys } from './outside-keys.ts';

/** The limit is wider than for our own tokens, since other issuers put groups and scopes in. */
export const mostOutsideTokenLength = 8_192;
/** Seconds by which the issuer's clock may be ahead of ours. */
const clockLeeway = 30;
/** The longest life that Cognito gives a token, and what Auth0 gives unless told otherwise. */
const mostSeconds = 24 * 60 * 60;
const refusal = 'The access token is malformed, expired or not for us; get another from its issuer.';

/** The header. Other members say nothing that we act on, but what `crit` names would have to be understood. */
const header = schema(() =>
  z.object({
    alg: z.literal('RS256'),
    kid: z.string().min(1).max(256),
    typ: z
      .string()
      .regex(/^(jwt|at\+jwt|application\/at\+jwt)$/i)
      .optional(),
    crit: z.never().optional(),
  }),
);

/** Claims that distinguish a valid access token from anything else; other claims are the issuer's own affair. */
const claims = schema(() =>
  z.object({
    iss: z.string(),
    sub: z.string().min(1).max(255),
    aud: z.union([z.string(), z.array(z.string())]).optional(),
    client_id: z.string().optional(),
    /** Cognito tells its access tokens from its id tokens by this claim. */
    token_use: z.literal('access').optional(),
    /** Keycloak tells its kinds by this claim: id tokens are `ID`, refresh tokens `Refresh`. */
    typ: z
      .string()
      .regex(/^bearer$/i)
      .optional(),
    /** Only id tokens have the hash of what was issued with them, and the nonce of a sign-in. */
    at_hash: z.never().optional(),
    c_hash: z.never().optional(),
    s_hash: z.never().optional(),
    nonce: z.never().optional(),
    /** Only logout tokens and the like have this claim, which tells of something that happened. */
    events: z.never().optional(),
    /** This claim binds a token to a key or certificate that its sender must show, which is not checked here. */
    cnf: z.never().optional(),
    /** Unix seconds. */
    iat: z.int(),
    nbf: z.int().optional(),
    exp: z.int(),
  }),
);
type Claims = Output<typeof claims>;

interface OutsideTokenVerifierDependencies {
  readonly issuer: OutsideIssuer;
  readonly keys: OutsideKeys;
  readonly clock: Clock;
}

/** What a genuine token says: the subject, by the issuer's name for them, and since when it is valid. */
interface OutsideToken {
  readonly issuer: string;
  readonly subject: string;
  readonly issuedAt: Date;
}

/** Verifies the access tokens of one other issuer. */
export interface OutsideTokenVerifier {
  /** Verifies a token; throws `Unauthenticated`, whatever is wrong with it. */
  verify(token: string): Promise<OutsideToken>;
}

export function createOutsideTokenVerifier({
  issuer,
  keys,
  clock,
}: OutsideTokenVerifierDependencies): OutsideTokenVerifier {
  const keyObjectOf = createKeyObjects();

  async function keyOf(kid: string): Promise<PublicJwk> {
    const named = (known: readonly PublicJwk[]) => known.find((key) => key.kid === kid);
    const key = named(await keys.load()) ?? named(await keys.refresh());
    if (!key) throw new Error('the token names a key that its issuer does not have');
    return key;
  }

  async function verify(token: string): Promise<OutsideToken> {
    requireCanonicalForm(token, mostOutsideTokenLength);
    // Checks that need no keys of the issuer come first; nothing is believed before the signature is checked.
    const unverified = decomposeUnverifiedJwt(token);
    const { kid } = header().parse(unverified.header);
    const claimed = claims().parse(unverified.payload);
    requireTimely(claimed, clock().getTime() / 1_000);
    requireAudience(claimed, issuer);
    const jwk = await keyOf(kid);
    // The library knows the system's clock alone, and no audience but `aud`: times and audience were checked above.
    const expected = { issuer: issuer.issuer, audience: null, graceSeconds: Number.POSITIVE_INFINITY };
    verifyJwtSync(token, jwk, expected, () => keyObjectOf(jwk));
    return { issuer: issuer.issuer, subject: claimed.sub, issuedAt: new Date(claimed.iat * 1_000) };
  }

  return {
    verify: (token) =>
      verify(token).catch((cause: unknown) => {
        if (cause instanceof DomainError) throw cause;
        throw new Unauthenticated('INVALID_ACCESS_TOKEN', refusal, { cause });
      }),
  };
}

function requireTimely({ iat, nbf = iat, exp }: Claims, now: number): void {
  if (exp <= now) throw new Error('the token has expired');
  if (Math.max(iat, nbf) > now + clockLeeway) throw new Error('the token is from the future');
  if (exp - iat > mostSeconds) throw new Error('the token lives too long');
}

function requireAudience({ aud = [], client_id }: Claims, { audience, audienceClaim }: OutsideIssuer): void {
  const named = audienceClaim === 'aud' ? [aud].flat() : [client_id];
  if (!named.some((one) => one !== undefined && audience.includes(one))) throw new Error('the token is not for us');
}
