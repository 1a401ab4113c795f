import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Asset } from './assets.ts';
import { acceptedCoding, type Coding, compress, worthwhileCoding } from './compression.ts';
import type { ListAnswer, PageBody } from './page.ts';
import { entityTagOf, matches } from './preconditions.ts';
import type { ClientRequest } from './request.ts';
import type { Bare, Body, BodyWithMeta, HttpTrigger, SuccessStatus } from './trigger.ts';

/** A body to be sent. */
interface Content {
  readonly type: string;
  readonly body: Buffer;
  readonly version: string | number | undefined;
  /** The codings that were compressed at build. */
  readonly coded?: Asset['coded'];
}

/** The one success of a route: its status and its body. */
export function successOf({ responses }: HttpTrigger): { status: SuccessStatus; body: Body } {
  const [status, body] = Object.entries(responses)[0] ?? [];
  if (!body) throw new TypeError('A route has exactly one success.');
  return { status: Number(status) as SuccessStatus, body };
}

/** Renders what a handler returned to a request with these `params`: status, Location and ETag come from the trigger, and the body from its schema. */
export async function renderReply(
  trigger: HttpTrigger,
  request: ClientRequest,
  result: unknown,
  params: unknown,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { status: success, body } = successOf(trigger);
  const status = trigger.statusOf?.(result as never) ?? success;
  const headers: Record<string, string> = { 'cache-control': trigger.cacheControl ?? 'no-store' };
  if (trigger.location) headers.location = trigger.location(result as never, params as never);
  if (body === 'empty') return { statusCode: status, headers };

  const content = contentOf(trigger, body, result);
  const coding = codingOf(content, request.headers['accept-encoding']);
  headers.vary = 'accept-encoding';
  if (typeof trigger.acceptsLanguage === 'function') {
    headers.vary += ', accept-language';
    headers['content-language'] = trigger.acceptsLanguage(request.headers['accept-language']);
  }
  if (content.version !== undefined) headers.etag = entityTagOf(content.version, coding);
  if (trigger.method === 'GET' && headers.etag && matches(request.headers['if-none-match'], headers.etag)) {
    return { statusCode: 304, headers };
  }
  return encode(status, { ...headers, 'content-type': content.type }, content, coding);
}

/** The coding in which the body is sent; it is known before the body is compressed, because the validator names it. */
function codingOf({ body, coded }: Content, accepted: string | undefined): Coding | undefined {
  if (!coded) return worthwhileCoding(body.length, accepted);
  const coding = acceptedCoding(accepted);
  return coding && coded[coding] && coding;
}

function contentOf(trigger: HttpTrigger, body: Exclude<Body, 'empty'>, result: unknown): Content {
  if (body === 'asset') {
    const { contentType, ...asset } = result as Asset;
    return { type: contentType, ...asset };
  }
  if (isPage(body)) return jsonOf(pageOf(body, result as ListAnswer<unknown>), undefined);
  const version = trigger.versioned && (result as { version: number }).version;
  if (hasMeta(body)) return jsonOf(bothOf(body, result), version);
  if (isBare(body)) return bareOf(body, result, version);
  // The result is parsed on the way out as well: a field that the schema does not name never leaves.
  return jsonOf({ data: body().parse(result) }, version);
}

/** A document of JSON, or a text as it is, for which `bare` takes no schema but one of strings. */
function bareOf({ contentType, schema }: Bare, result: unknown, version: Content['version']): Content {
  const document = schema().parse(result);
  return contentType.startsWith('text/')
    ? { type: `${contentType}; charset=utf-8`, body: Buffer.from(document as string), version }
    : { ...jsonOf(document, version), type: contentType };
}

function jsonOf(value: unknown, version: Content['version']): Content {
  return { type: 'application/json', body: Buffer.from(JSON.stringify(value)), version };
}

function pageOf({ items: schema }: PageBody, { items, limit, nextCursor, total }: ListAnswer<unknown>): object {
  return { data: schema().parse(items), meta: { limit, nextCursor, total } };
}

function bothOf({ data, meta }: BodyWithMeta, result: unknown): object {
  const answer = result as { readonly data: unknown; readonly meta: unknown };
  return { data: data().parse(answer.data), meta: meta().parse(answer.meta) };
}

export function hasMeta(body: Body): body is BodyWithMeta {
  return typeof body === 'object' && body.kind === 'with-meta';
}

export function isPage(body: Body): body is PageBody {
  return typeof body === 'object' && body.kind === 'page';
}

export function isBare(body: Body): body is Bare {
  return typeof body === 'object' && body.kind === 'bare';
}

async function encode(
  status: number,
  headers: Record<string, string>,
  { type, body, coded }: Content,
  coding: Coding | undefined,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (coding) {
    const packed = coded?.[coding] ?? (await compress(body, coding));
    return binary(status, { ...headers, 'content-encoding': coding }, packed);
  }
  return /^(text\/|application\/json)/.test(type)
    ? { statusCode: status, headers, body: body.toString('utf8') }
    : binary(status, headers, body);
}

function binary(statusCode: number, headers: Record<string, string>, body: Buffer): APIGatewayProxyStructuredResultV2 {
  return { statusCode, headers, body: body.toString('base64'), isBase64Encoded: true };
}
