import { decomposeUnverifiedJwt } from 'aws-jwt-verify/jwt';
import { verifyJwtSync } from 'aws-jwt-verify/jwt-verifier';
import type { Clock } from '../../../clock.ts';
import { DomainError, Unauthenticated } from '../../../errors.ts';
import { accessTokenSeconds } from '../durations.ts';
import { type AccessTokenClaims, accessTokenClaims, accessTokenHeader } from './access-tokens.ts';
import { createKeyObjects, requireCanonicalForm } from './compact-token.ts';
import type { PublicJwk } from './signing-keys/jwk.ts';

const maxTokenLength = 4_096;
/** Seconds by which the clock of the instance that signed may be ahead of ours. */
const clockLeeway = 30;
const refusal = 'The access token is malformed, expired or not ours; sign in again or refresh it.';

/** The token names a key that we do not hold: it is forged, or its key is so new that ours have to be reloaded. */
export class UnknownSigningKey extends Unauthenticated {}

interface AccessTokenVerifierDependencies {
  readonly issuer: string;
  readonly audience: string;
  /** The keys that are held in memory; they are the same objects from call to call, so that each is made ready once. */
  readonly keys: () => readonly PublicJwk[];
  readonly clock: Clock;
}

/** Verifies access tokens without a network call; throws `Unauthenticated`, whatever is wrong with one. */
export function createAccessTokenVerifier({ issuer, audience, keys, clock }: AccessTokenVerifierDependencies) {
  const keyObjectOf = createKeyObjects();

  const verify = (token: string, requireInTime: typeof requireTimely): AccessTokenClaims => {
    requireCanonicalForm(token, maxTokenLength);
    // Checks that need no arithmetic come first; nothing is believed before the signature is checked.
    const unverified = decomposeUnverifiedJwt(token);
    const { kid } = accessTokenHeader().parse(unverified.header);
    const claims = accessTokenClaims().parse(unverified.payload);
    requireInTime(claims, clock().getTime() / 1_000);
    const jwk = keys().find((key) => key.kid === kid);
    if (!jwk) throw new UnknownSigningKey('INVALID_ACCESS_TOKEN', refusal);
    // The library knows the system's clock alone: the times were checked above.
    verifyJwtSync(token, jwk, { issuer, audience, graceSeconds: Number.POSITIVE_INFINITY }, () => keyObjectOf(jwk));
    return claims;
  };

  const verifyOrRefuse = (token: string, requireInTime: typeof requireTimely): AccessTokenClaims => {
    try {
      return verify(token, requireInTime);
    } catch (cause) {
      if (cause instanceof DomainError) throw cause;
      throw new Unauthenticated('INVALID_ACCESS_TOKEN', refusal, { cause });
    }
  };

  return {
    verify: (token: string) => verifyOrRefuse(token, requireTimely),

    /** Verifies a token as `verify` does, but accepts an expired one, which lets nobody in and still says whose it was. */
    verifyExpired: (token: string) => verifyOrRefuse(token, requirePlausible),
  };
}

export type AccessTokenVerifier = ReturnType<typeof createAccessTokenVerifier>;

function requireTimely(claims: AccessTokenClaims, now: number): void {
  if (claims.exp <= now) throw new Error('the token has expired');
  requirePlausible(claims, now);
}

function requirePlausible({ iat, exp }: AccessTokenClaims, now: number): void {
  if (iat > now + clockLeeway) throw new Error('the token is from the future');
  if (exp - iat > accessTokenSeconds) throw new Error('the token lives too long');
}
