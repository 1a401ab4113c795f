import type { S3Call } from '../call.ts';
import { S3Refusal } from '../refusal.ts';
import { canonicalRequest, sha256 } from './canonical.ts';
import { requireAllSigned, requirePlace } from './header.ts';
import type { Payload } from './payload.ts';
import { mostSkew, readDate, readScope, type Scope, sign, signingKey, type Verification } from './scope.ts';

/** The most seconds for which a URL may be valid: a week. */
const mostSeconds = 7 * 24 * 60 * 60;

interface Presigned {
  readonly scope: Scope;
  readonly date: string;
  readonly headers: readonly string[];
  readonly signature: string;
}

/** Verifies the signature in the query. */
export function verifyPresigned(call: S3Call, { credentials, region, now }: Verification): Payload {
  const { scope, date, headers, signature } = readPresigned(call.query, region, now());
  const key = signingKey(scope, credentials);
  requireAllSigned(call, headers);
  const payload = call.headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD';
  const request = sha256(canonicalRequest(call, { headers, payload }));
  const expected = sign(key, ['AWS4-HMAC-SHA256', date, scope.text, request].join('\n'));
  if (signature !== expected) throw new S3Refusal('SignatureDoesNotMatch');
  return /^[\da-f]{64}$/.test(payload) ? { sha256: payload } : {};
}

function readPresigned(query: URLSearchParams, region: string, now: Date): Presigned {
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? '';
  const scope = readScope(field('Credential'));
  const [date, headers, signature] = [field('Date'), field('SignedHeaders').split(';'), field('Signature')];
  if (field('Algorithm') !== 'AWS4-HMAC-SHA256' || !scope || !headers.includes('host')) throw malformed();
  requirePlace(scope, region, 'AuthorizationQueryParametersError');
  if (!date.startsWith(scope.day)) throw malformed(`Invalid credential date "${scope.day}"`);
  requireValid(date, secondsOf(field('Expires')), now);
  return { scope, date, headers, signature };
}

function secondsOf(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) === 0) throw malformed('X-Amz-Expires must be a number above 0');
  if (Number(text) > mostSeconds)
    throw malformed(`X-Amz-Expires must be less than a week (in seconds); it must be less than ${mostSeconds}`);
  return Number(text);
}

function requireValid(text: string, seconds: number, now: Date): void {
  const date = readDate(text);
  if (!date) throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const age = now.getTime() - date.getTime();
  if (age < -mostSkew) throw new S3Refusal('AccessDenied', 'Request is not valid yet');
  if (age > seconds * 1_000) throw new S3Refusal('AccessDenied', 'Request has expired');
}

function malformed(message?: string): S3Refusal {
  return new S3Refusal('AuthorizationQueryParametersError', message);
}
