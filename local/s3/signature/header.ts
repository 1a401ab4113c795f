import type { S3Call } from '../call.ts';
import { S3Refusal } from '../refusal.ts';
import { canonicalRequest, sha256 } from './canonical.ts';
import { type Payload, readPayload } from './payload.ts';
import { mostSkew, readDate, readScope, type Scope, sign, signingKey, type Verification } from './scope.ts';

interface Authorization {
  readonly scope: Scope;
  readonly headers: readonly string[];
  readonly signature: string;
}

/** Verifies the signature in the header `Authorization`. */
export function verifyHeader(call: S3Call, { credentials, region, now }: Verification): Payload {
  const { scope, headers, signature } = readAuthorization(call.headers.authorization ?? '', region);
  const date = call.headers['x-amz-date'] ?? '';
  requireNow(date, scope, now());
  const key = signingKey(scope, credentials);
  const word = call.headers['x-amz-content-sha256'];
  if (word === undefined) throw missing('x-amz-content-sha256');
  requireAllSigned(call, headers);
  const request = sha256(canonicalRequest(call, { headers, payload: word }));
  const expected = sign(key, ['AWS4-HMAC-SHA256', date, scope.text, request].join('\n'));
  if (signature !== expected) throw new S3Refusal('SignatureDoesNotMatch');
  const payload = readPayload(word, { key, scope, date, seed: signature });
  if (!payload) throw new S3Refusal('InvalidRequest', 'x-amz-content-sha256 must be a digest or a word that S3 knows');
  return payload;
}

function readAuthorization(header: string, region: string): Authorization {
  if (!header.startsWith('AWS4-HMAC-SHA256 '))
    throw new S3Refusal('InvalidRequest', 'The authorization mechanism is not supported. Please use AWS4-HMAC-SHA256.');
  const field = (name: string) => new RegExp(`\\b${name}=([^, ]+)`).exec(header)?.[1] ?? '';
  const scope = readScope(field('Credential'));
  const [headers, signature] = [field('SignedHeaders').split(';'), field('Signature')];
  if (!scope || !headers.includes('host') || !signature) throw new S3Refusal('AuthorizationHeaderMalformed');
  requirePlace(scope, region, 'AuthorizationHeaderMalformed');
  return { scope, headers, signature };
}

/** Refuses a scope of another region or service. */
export function requirePlace(
  { region, service }: Scope,
  expected: string,
  code: 'AuthorizationHeaderMalformed' | 'AuthorizationQueryParametersError',
): void {
  if (region !== expected) throw new S3Refusal(code, `the region '${region}' is wrong; expecting '${expected}'`);
  if (service !== 's3') throw new S3Refusal(code, `incorrect service "${service}". This endpoint belongs to "s3".`);
}

function requireNow(date: string, { day }: Scope, now: Date): void {
  const signed = readDate(date);
  if (!signed) throw new S3Refusal('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  if (Math.abs(signed.getTime() - now.getTime()) > mostSkew) throw new S3Refusal('RequestTimeTooSkewed');
  if (!date.startsWith(day)) throw new S3Refusal('SignatureDoesNotMatch', 'Invalid credential date');
}

/** Refuses headers of S3 that are not signed: somebody on the way could have added them. */
export function requireAllSigned({ sentHeaders }: S3Call, signed: readonly string[]): void {
  const isForgotten = (name: string) => name.startsWith('x-amz-') && !signed.includes(name);
  if (Object.keys(sentHeaders).some(isForgotten))
    throw new S3Refusal('AccessDenied', 'There were headers present in the request which were not signed');
}

function missing(header: string): S3Refusal {
  return new S3Refusal('InvalidRequest', `Missing required header for this request: ${header}`);
}
