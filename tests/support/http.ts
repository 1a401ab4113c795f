import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { Caller, Person } from '../../lib/access/caller.ts';
import { Unauthenticated } from '../../lib/errors.ts';
import type { Authenticate } from '../../lib/http/caller.ts';
import type { RateLimits } from '../../lib/http/rate-limits.ts';
import type { HttpHandler, Stack } from '../../lib/http/stack.ts';
import { requireDocumented } from './documented.ts';
import { type LogLine, withLogLines } from './log-lines.ts';
import { requireReadable } from './readable-headers.ts';

/** When the clock of every test stack stands still. */
export const testTime = new Date('2026-03-08T09:30:00.000Z');

/** What a test says of a request; the rest of the gateway's event is filled in. */
export interface RequestFields {
  readonly method?: string;
  readonly path?: string;
  readonly params?: Record<string, string>;
  /** Raw, without the question mark. */
  readonly query?: string;
  readonly headers?: Record<string, string>;
  /** As in the Cookie header, one entry a cookie: `name=value`. */
  readonly cookies?: string[];
  /** A value to send as JSON, with its content type. */
  readonly json?: unknown;
  /** The body as it is: text, or bytes that the gateway passes on in base64. */
  readonly body?: string | Buffer;
  readonly address?: string;
}

/** An event as an HTTP API sends it (payload format 2.0). */
export function gatewayEvent(fields: RequestFields = {}): APIGatewayProxyEventV2 {
  const { method = 'GET', path = '/v1/things', query = '', params, cookies } = fields;
  const headers: Record<string, string> = {
    ...(fields.json !== undefined && { 'content-type': 'application/json' }),
    ...fields.headers,
  };
  const body = fields.json === undefined ? fields.body : JSON.stringify(fields.json);
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: fields.address ?? '203.0.113.7' };
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: query,
    headers,
    requestContext: gatewayContext({ ...http, userAgent: headers['user-agent'] ?? 'tests' }),
    isBase64Encoded: Buffer.isBuffer(body),
    ...(cookies && { cookies }),
    ...(params && { pathParameters: params }),
    ...(body !== undefined && { body: Buffer.isBuffer(body) ? body.toString('base64') : body }),
  };
}

function gatewayContext(
  http: APIGatewayProxyEventV2['requestContext']['http'],
): APIGatewayProxyEventV2['requestContext'] {
  return {
    accountId: '000000000000',
    apiId: 'test',
    domainName: 'api.polyclinic.test',
    domainPrefix: 'api',
    http,
    requestId: 'gateway-request',
    routeKey: '$default',
    stage: '$default',
    time: '08/Mar/2026:09:30:00 +0000',
    timeEpoch: testTime.getTime(),
  };
}

/** The context of an invocation with `milliseconds` left. */
export function lambdaContext({ functionName = 'tests-endpoint', milliseconds = 15_000 } = {}): Context {
  return {
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: '512',
    awsRequestId: 'lambda-request',
    logGroupName: 'tests',
    logStreamName: 'tests',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => milliseconds,
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** A signed-in person with the role `user` and no permission but those given. */
export function createTestCaller(overrides: Partial<Person> = {}): Person {
  return {
    kind: 'person',
    userId: '019a0000-0000-7000-8000-0000000000a1',
    sessionId: '019a0000-0000-7000-8000-0000000000b1',
    roles: ['user'],
    permissions: new Set(),
    emailVerified: true,
    ...overrides,
  };
}

/** Limits that let everything pass. */
export const noLimits: RateLimits = {
  byAddress: async () => undefined,
  byCaller: async () => undefined,
  strangers: { before: () => undefined, accepted: () => undefined, refused: async () => undefined },
};

/** A stack whose clock stands still; everyone is `caller`, and without one nobody is signed in. */
export function createTestStack({
  caller,
  authenticate,
}: {
  caller?: Caller;
  authenticate?: Authenticate;
} = {}): Stack {
  const known: Authenticate = async () => {
    if (!caller) throw new Unauthenticated('AUTHENTICATION_REQUIRED', 'Sign in first.');
    return caller;
  };
  return {
    clock: () => testTime,
    authenticate: authenticate ?? known,
    limits: noLimits,
    recordRefusal: async () => undefined,
  };
}

/** An answer as a client reads it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** Decoded from base64 and from its content coding. */
  readonly text: string;
  /** The text parsed; undefined where it is not JSON. */
  readonly json: Record<string, unknown>;
  /** As the function returned it. */
  readonly raw: APIGatewayProxyStructuredResultV2;
  /** What was logged meanwhile. */
  readonly lines: readonly LogLine[];
}

/**
 * Sends a request through an endpoint, as one of many at once, too; fails on an answer that its document lacks or a page
 * could not read. Nothing else calls an endpoint's handler, so that no answer goes past that.
 */
export function invoke(
  handler: HttpHandler,
  fields: RequestFields = {},
  context = lambdaContext(),
): Promise<Omit<Answer, 'lines'>> {
  return invokeOn(handler, gatewayEvent(fields), context);
}

/** As `invoke`, to an event that may be none of the gateway's. */
export async function invokeOn(
  handler: HttpHandler,
  event: unknown,
  context = lambdaContext(),
): Promise<Omit<Answer, 'lines'>> {
  const raw = await handler(event as APIGatewayProxyEventV2, context);
  const headers = (raw.headers ?? {}) as Record<string, string>;
  const text = textOf(raw, headers['content-encoding']);
  const json = /json/.test(headers['content-type'] ?? '') ? JSON.parse(text) : undefined;
  const answer = { status: raw.statusCode ?? 0, headers, cookies: raw.cookies ?? [], text, json, raw };
  requireDocumented(handler.trigger, answer);
  requireReadable(headers);
  return answer;
}

/** Sends a request and takes what is logged meanwhile as its own: one at a time. */
export async function send(
  handler: HttpHandler,
  fields: RequestFields = {},
  context = lambdaContext(),
): Promise<Answer> {
  const { result, lines } = await withLogLines(() => invoke(handler, fields, context));
  return { ...result, lines };
}

function textOf({ body = '', isBase64Encoded }: APIGatewayProxyStructuredResultV2, coding: string | undefined): string {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (coding === 'br') return brotliDecompressSync(bytes).toString('utf8');
  return (coding === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
}
