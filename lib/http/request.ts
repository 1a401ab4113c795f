import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { newId } from '../ids.ts';

/** What an HTTP request brought, read once from the gateway's event. */
export interface ClientRequest {
  /** The client's own `x-request-id` where it is well-formed, else a new one. */
  readonly id: string;
  readonly method: string;
  /** Decoded by nobody: the path as the client sent it. */
  readonly path: string;
  /** Path parameters, percent-decoded by the gateway. */
  readonly params: Readonly<Record<string, string | undefined>>;
  /** Query string as it was sent: the gateway's own reading joins repeated parameters. */
  readonly rawQuery: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: ReadonlyMap<string, string>;
  /** Body as bytes; empty where there is none. */
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
    cookies: new Map((event.cookies ?? []).flatMap(readCookie)),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    address: http.sourceIp,
    userAgent: (http.userAgent ?? '').slice(0, 256),
  };
}

function lowerCased(headers: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function readCookie(cookie: string): [string, string][] {
  const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(cookie) ?? [];
  return name === undefined || value === undefined ? [] : [[name, value.trim()]];
}
