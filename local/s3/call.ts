import type { IncomingMessage } from 'node:http';
import { S3Refusal } from './refusal.ts';

/** Headers by their names in lower case. */
export type HeaderTexts = Readonly<Record<string, string | undefined>>;

/** A request as it came in; of its body nothing has been read. */
export interface S3Call {
  readonly method: string;
  /** Bucket and key, decoded; empty where the path has none. */
  readonly bucket: string;
  readonly key: string;
  /** The path, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The headers; of a presigned URL also those that its query stands for. */
  readonly headers: HeaderTexts;
  /** The headers alone. */
  readonly sentHeaders: HeaderTexts;
  readonly body: IncomingMessage;
}

/** The most bytes of a key. */
const mostKeyBytes = 1024;

/** Reads what a request is about; the bucket is a part of the path. */
export function readCall(incoming: IncomingMessage): S3Call {
  const [, rawPath = '/', rawQuery = ''] = /^([^?]*)\??(.*)$/s.exec(incoming.url ?? '/') ?? [];
  const path = decoded(rawPath);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  if (Buffer.byteLength(key) > mostKeyBytes) throw new S3Refusal('KeyTooLongError');
  const query = new URLSearchParams(rawQuery);
  const sentHeaders = textsOf(incoming);
  const headers = { ...headersIn(query), ...sentHeaders };
  return { method: incoming.method ?? 'GET', bucket, key, path, query, headers, sentHeaders, body: incoming };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new S3Refusal('InvalidURI');
  }
}

function textsOf({ headers }: IncomingMessage): HeaderTexts {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]));
}

/** A presigned URL carries in its query the headers of S3 that were signed with it. */
function headersIn(query: URLSearchParams): HeaderTexts {
  if (!query.has('X-Amz-Signature')) return {};
  const entries = [...query].map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(entries.filter(([name]) => name.startsWith('x-amz-')));
}
