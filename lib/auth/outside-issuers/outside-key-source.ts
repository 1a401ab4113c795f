import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { Unavailable } from '../../errors.ts';
import { type OutsideIssuer, safeUrl } from '../../outside-issuer-settings.ts';
import type { PublicJwk } from '../signing-keys/jwk.ts';

/** For discovery and keys together: a request that has to wait for them ends within three seconds. */
const patienceMilliseconds = 2_000;
const leastModulusLength = 2_048;

const discovery = z.object({ issuer: z.string(), jwks_uri: safeUrl });
const keySet = z.object({ keys: z.array(z.unknown()).max(100) });
/** Issuers publish keys of other kinds and for other uses beside these, and more about each. */
const rsaSignatureKey = z.object({
  kty: z.literal('RSA'),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  kid: z.string().min(1).max(256),
  n: z.string(),
  e: z.string(),
});

/**
 * Fetches the keys of an issuer by its discovery document, or from where the configuration says they are; throws
 * `ISSUER_UNAVAILABLE` after `patience` milliseconds, or where there is none that we could use.
 */
export async function readOutsideKeys(
  issuer: OutsideIssuer,
  patience = patienceMilliseconds,
): Promise<readonly PublicJwk[]> {
  try {
    const signal = AbortSignal.timeout(patience);
    const { keys } = keySet.parse(await getJson(issuer.jwksUri ?? (await discover(issuer, signal)), signal));
    const usable = keys.flatMap(toPublicJwk);
    if (usable.length === 0) throw new Error('the issuer publishes no key that signs by RS256');
    return usable;
  } catch (cause) {
    const message = 'The issuer of the token does not tell its keys at the moment. Try again.';
    throw new Unavailable('ISSUER_UNAVAILABLE', message, { retryAfter: 1, cause });
  }
}

async function discover({ issuer }: OutsideIssuer, signal: AbortSignal): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = discovery.parse(await getJson(url, signal));
  if (document.issuer !== issuer) throw new Error('the discovery document is another issuer’s');
  return document.jwks_uri;
}

async function getJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`);
  return response.json();
}

/** A key as we use it; nothing where it is of another kind, for another use, or too short. */
function toPublicJwk(published: unknown): PublicJwk[] {
  const parsed = rsaSignatureKey.safeParse(published);
  if (!parsed.success) return [];
  const jwk: PublicJwk = { ...parsed.data, use: 'sig', alg: 'RS256' };
  return isLongEnough(jwk) ? [jwk] : [];
}

function isLongEnough(jwk: PublicJwk): boolean {
  try {
    const { modulusLength = 0 } = createPublicKey({ key: jwk, format: 'jwk' }).asymmetricKeyDetails ?? {};
    return modulusLength >= leastModulusLength;
  } catch {
    return false;
  }
}
