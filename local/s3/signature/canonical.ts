import { createHash, createHmac } from 'node:crypto';
import type { HeaderTexts, S3Call } from '../call.ts';

/** What of a request is signed beside its method, path and query. */
export interface Signed {
  readonly headers: readonly string[];
  /** The digest of the body in hex, or the word that stands in its place. */
  readonly payload: string;
}

/** The request in the one spelling that both sides sign. */
export function canonicalRequest({ method, path, query, sentHeaders }: S3Call, { headers, payload }: Signed): string {
  const lines = headers.map((name) => `${name}:${headerValue(sentHeaders, name)}\n`).join('');
  return [method, encoded(path).replaceAll('%2F', '/'), canonicalQuery(query), lines, headers.join(';'), payload].join(
    '\n',
  );
}

function headerValue(headers: HeaderTexts, name: string): string {
  return (headers[name] ?? '').trim().replace(/ +/g, ' ');
}

function canonicalQuery(query: URLSearchParams): string {
  return (
    [...query]
      .filter(([name]) => name !== 'X-Amz-Signature')
      // In order of the names, of which one may be the beginning of another: the sign between must not be compared.
      .map(([name, value]) => `${encoded(name)}\n${encoded(value)}`)
      .sort()
      .map((pair) => pair.replace('\n', '='))
      .join('&')
  );
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

export function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
