import { S3Refusal } from '../refusal.ts';
import { hmac } from './canonical.ts';

/** The pairs of an access key's id and its secret that are right. */
export type Credentials = Readonly<Record<string, string>>;

/** What signatures are verified by. */
export interface Verification {
  readonly credentials: Credentials;
  readonly region: string;
  readonly now: () => Date;
}

/** Whose key signs, and for which day, region and service. */
export interface Scope {
  readonly keyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** Day, region and service, as they are signed. */
  readonly text: string;
}

/** How far the clocks of both sides may be apart, in milliseconds. */
export const mostSkew = 15 * 60_000;

/** Reads `<key id>/<day>/<region>/s3/aws4_request`; undefined where it is none. */
export function readScope(credential: string): Scope | undefined {
  const [, keyId = '', text = '', day = '', region = '', service = ''] =
    /^(.+)\/((\d{8})\/([^/]+)\/([^/]+)\/aws4_request)$/.exec(credential) ?? [];
  return text ? { keyId, text, day, region, service } : undefined;
}

/** Reads `20260308T091500Z`; undefined where it is none. */
export function readDate(text: string): Date | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined;
  const iso = text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The key that signs in a scope; an id that nobody has is refused. */
export function signingKey({ keyId, day, region, service }: Scope, credentials: Credentials): Buffer {
  const secret = Object.hasOwn(credentials, keyId) ? credentials[keyId] : undefined;
  if (secret === undefined) throw new S3Refusal('InvalidAccessKeyId');
  return [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day));
}

/** The signature of a text, in hex. */
export function sign(key: Buffer, text: string): string {
  return hmac(key, text).toString('hex');
}
