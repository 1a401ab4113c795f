import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { newId } from '../ids.ts';

/** An HTTP request, read once from the gateway's event. */
export interface ClientRequest {
  /** The client's own `x-request-id` where it is well-formed, else a new one. */
  readonly id: string;
  readonly method: string;
  /** The path as the client sent it, decoded by nobody. */
  readonly path: string;
  /** The path parameters, percent-decoded by the gateway. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** The query string as it was sent, since the gateway's own reading joins repeated parameters. */
  readonly rawQuery: string;
  /** The headers by their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The values of each cookie in the order in which they came: of two paths the longer one's comes first (RFC 6265, 5.4). */
  readonly cookies: ReadonlyMap<string, readonly string[]>;
  /** The body as bytes; empty where there is none. */
  readonly body: Buffer;
  readonly address: string;
  readonly userAgent: string;
}

const wellFormedId = /^[A-Za-z0-9-]{8,64}$/;

/** Reads the gateway's event (payload format 2.0). */
export function readRequest(event: APIGatewayProxyEventV2): ClientRequest {
  const headers = lowerCased(event.headers ?? {});
  const { http } = event.requestContext;
  return {
    id: wellFormedId.test(headers['x-request-id'] ?? '') ? (headers['x-request-id'] as string) : newId(),
    method: http.method,
    path: event.rawPath,
    params: event.pathParameters ?? {},
    rawQuery: event.rawQueryString ?? '',
    headers,
    cookies: readCookies(event.cookies ?? []),
    body: bytesOf(event),
    address: http.sourceIp,
    userAgent: (http.userAgent ?? '').slice(0, 256),
  };
}

/** The bytes of a body, which must be text, since an array would be taken for bytes. */
function bytesOf({ body, isBase64Encoded }: APIGatewayProxyEventV2): Buffer {
  if (body !== null && body !== undefined && typeof body !== 'string') throw new TypeError('A body is text.');
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
}

function lowerCased(headers: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** The most cookies of one name: no browser sends more, and each might be looked up. */
const mostOfAName = 4;

function readCookies(cookies: readonly string[]): Map<string, readonly string[]> {
  const read = cookies.flatMap((cookie) => {
    const [, name, value = ''] = /^\s*([^=;\s]+)\s*=([^;]*)/.exec(cookie) ?? [];
    return name === undefined ? [] : [{ name, value: unquoted(value.trim()) }];
  });
  const byName = Map.groupBy(read, ({ name }) => name);
  return new Map([...byName].map(([name, given]) => [name, given.slice(0, mostOfAName).map(({ value }) => value)]));
}

/** A cookie's value without quotes around it, which are no part of it (RFC 6265, 4.1.1). */
function unquoted(value: string): string {
  return /^"(.*)"$/.exec(value)?.[1] ?? value;
}
