import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { headersOf } from '../../infra/openapi/headers.ts';
import { answersUnmodified, mediaTypesOf } from '../../infra/openapi/media-types.ts';
import { problemSchema } from '../../infra/openapi/problem-schema.ts';
import { problemCodesOf } from '../../infra/openapi/problems.ts';
import { hasMeta, isPage, successOf } from '../../lib/http/reply.ts';
import type { Body, HttpTrigger } from '../../lib/http/trigger.ts';

/** What of an answer is documented. */
export interface DocumentedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The `Set-Cookie` headers. */
  readonly cookies: readonly string[];
  readonly text: string;
  readonly json: Record<string, unknown>;
}

const { required: problemFields } = problemSchema;
const codesOf = new WeakMap<HttpTrigger, ReturnType<typeof problemCodesOf>>();

/**
 * Throws for an answer that the document of its route lacks: its status, its code, a cookie, a header, its content type or
 * the shape of its body. The document leaves answers open to fields of later releases; here they are closed.
 */
export function requireDocumented(trigger: HttpTrigger, answer: DocumentedAnswer): void {
  const lacking =
    undocumentedCookie(trigger, answer) ??
    undocumentedHeader(trigger, answer) ??
    (isProblem(answer) ? undocumentedCode(trigger, answer) : undocumentedSuccess(trigger, answer));
  if (lacking) throw new Error(`${trigger.method} ${trigger.path} answered ${lacking}, which its document lacks`);
}

function isProblem({ status, headers }: DocumentedAnswer): boolean {
  return status >= 400 && headers['content-type'] !== 'application/json';
}

function undocumentedCookie({ cookies = {} }: HttpTrigger, answer: DocumentedAnswer): string | undefined {
  const { sets, clears } = cookies;
  const undocumented = answer.cookies.find((cookie) => {
    const [name = '', value] = cookie.split(/[=;]/, 2);
    const documented = (value === '' ? clears : sets)?.[answer.status] ?? [];
    return !documented.includes(name);
  });
  return undocumented && `${answer.status} with the cookie ${undocumented}`;
}

/** What every answer may have, whatever its route. */
const ofEveryAnswer =
  /^(cache-control|content-(encoding|security-policy|type)|referrer-policy|strict-transport-security|vary|x-(content-type-options|request-id))$/;

function undocumentedHeader(trigger: HttpTrigger, { status, headers }: DocumentedAnswer): string | undefined {
  const documented = Object.keys(headersOf(trigger, status).headers ?? {}).map((name) => name.toLowerCase());
  const undocumented = Object.keys(headers).find((name) => !ofEveryAnswer.test(name) && !documented.includes(name));
  return undocumented && `${status} with the header ${undocumented}`;
}

function undocumentedCode(trigger: HttpTrigger, { status, headers, text, json }: DocumentedAnswer): string | undefined {
  const known = codesOf.get(trigger) ?? problemCodesOf(trigger);
  codesOf.set(trigger, known);
  if (!known[status]?.includes(String(json?.code))) return `${status} ${json?.code ?? text}`;
  const type = headers['content-type'];
  if (type !== 'application/problem+json') return `${status} as ${type}`;
  return problemFields.every((field) => field in json) ? undefined : `${status} ${json.code} without one of its fields`;
}

function undocumentedSuccess(
  trigger: HttpTrigger,
  { status, headers, text, json }: DocumentedAnswer,
): string | undefined {
  const { status: success, body } = successOf(trigger);
  if (status === 304 && answersUnmodified(trigger)) return text === '' ? undefined : '304 with a body';
  if (status !== success && !(status === 503 && trigger.statusOf)) return String(status);
  const type = headers['content-type'];
  const expected = mediaTypesOf(trigger);
  if (expected.length === 0 ? type !== undefined : !expected.includes(String(type).replace(/;.*/, '')))
    return `${status} as ${type}`;
  return isOfShape(body, json ?? text) ? undefined : `${status} with a body of another shape`;
}

/** A field that the schema does not name is of another shape, too. */
function isOfShape(body: Body, document: unknown): boolean {
  if (body === 'empty' || body === 'asset') return true;
  const schema = shapeOf(body).safeParse(document);
  return schema.success && isDeepStrictEqual(schema.data, document);
}

function shapeOf(body: Exclude<Body, string>): z.ZodType {
  if (isPage(body)) return z.strictObject({ data: body.items(), meta: pageMeta });
  if (hasMeta(body)) return z.strictObject({ data: body.data(), meta: body.meta() });
  return typeof body === 'function' ? z.strictObject({ data: body() }) : body.schema();
}

const pageMeta = z.strictObject({ limit: z.int(), nextCursor: z.string().optional(), total: z.int().optional() });
