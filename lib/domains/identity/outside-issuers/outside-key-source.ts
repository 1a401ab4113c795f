import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { type OutsideIssuer, safeUrl } from '../../../outside-issuer-settings.ts';
import { schema } from '../../../schemas.ts';
import type { PublicJwk } from '../tokens/signing-keys/jwk.ts';
import { IssuerUnusable, NoUsableKey } from './issuer-unusable.ts';

/** The time for discovery and keys together, so that a request that has to wait for them ends within three seconds. */
const patienceMilliseconds = 2_000;
const leastModulusLength = 2_048;

const discovery = schema(() => z.object({ issuer: z.string(), jwks_uri: safeUrl() }));
const keySet = schema(() => z.object({ keys: z.array(z.unknown()).max(100) }));
/** A usable key; issuers publish keys of other kinds and for other uses beside these, and more members of each. */
const rsaSignatureKey = schema(() =>
  z.object({
    kty: z.literal('RSA'),
    use: z.literal('sig').optional(),
    alg: z.literal('RS256').optional(),
    kid: z.string().min(1).max(256),
    n: z.string(),
    e: z.string(),
  }),
);

/** Codes of a TLS handshake that fails by the certificate, which no further attempt mends. */
const distrust =
  /^(CERT_|ERR_TLS_CERT_|(DEPTH_ZERO_)?SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_|INVALID_CA|HOSTNAME_MISMATCH)/;

/**
 * Fetches the keys of an issuer by its discovery document, or from where the configuration says they are, within `patience`
 * milliseconds; throws `IssuerUnusable` where a retry would fail alike, and other errors where it may succeed.
 */
export async function readOutsideKeys(
  issuer: OutsideIssuer,
  patience = patienceMilliseconds,
): Promise<readonly PublicJwk[]> {
  const signal = AbortSignal.timeout(patience);
  const url = issuer.jwksUri ?? (await discover(issuer, signal));
  const usable = parsed(keySet(), await getJson(url, signal), url).keys.flatMap(toPublicJwk);
  if (usable.length > 0) return usable;
  throw new NoUsableKey(`${url} has no key of ${leastModulusLength} bits or more that signs by RS256`);
}

async function discover({ issuer }: OutsideIssuer, signal: AbortSignal): Promise<string> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = parsed(discovery(), await getJson(url, signal), url);
  if (document.issuer === issuer) return document.jwks_uri;
  throw new IssuerUnusable(`${url} is of the issuer ${document.issuer}, and ${issuer} is configured`);
}

function parsed<T>(schema: z.ZodType<T>, answer: unknown, url: string): T {
  const { data, error } = schema.safeParse(answer);
  if (!error) return data;
  const reasons = error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
  throw new IssuerUnusable(`${url} is not as it should be: ${reasons.join(', ')}`);
}

async function getJson(url: string, signal: AbortSignal): Promise<unknown> {
  const options = { signal, redirect: 'manual', headers: { accept: 'application/json' } } as const;
  const response = await fetch(url, options).catch((error: unknown) => {
    throw isDistrust(error) ? untrusted(url, error) : error;
  });
  if (response.ok) return parseJson(await response.text(), url);
  const mayPass = response.status >= 500 || [408, 425, 429].includes(response.status);
  throw new (mayPass ? Error : IssuerUnusable)(`${url} answered ${response.status}`);
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new IssuerUnusable(`${url} is no JSON`, { cause });
  }
}

function isDistrust(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  return distrust.test(code ?? '');
}

function untrusted(url: string, cause: unknown): IssuerUnusable {
  const { host } = new URL(url);
  return new IssuerUnusable(`the certificate of ${host} is not trusted; is NODE_EXTRA_CA_CERTS to name it?`, { cause });
}

/** A key as we use it; none where it is of another kind, for another use, or too short. */
function toPublicJwk(published: unknown): PublicJwk[] {
  const parsed = rsaSignatureKey().safeParse(published);
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
