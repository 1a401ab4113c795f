import * as z from 'zod';
import { version } from '../lib/domains/operations/system/version.ts';
import type { PageBody } from '../lib/http/page.ts';
import { isPage, successOf } from '../lib/http/reply.ts';
import type { Body, HttpTrigger } from '../lib/http/trigger.ts';
import type { Lazy } from '../lib/schemas.ts';
import type { FunctionDefinition } from './functions.ts';
import { answersUnmodified, hasValidator, mediaTypeOf } from './openapi-content.ts';
import { problemExamples } from './openapi-examples.ts';
import { headerDefinitions, isLimited, limitHeaders } from './openapi-limits.ts';
import { describeProblems, descriptions, problemCodesOf, problemSchema } from './openapi-problems.ts';
import { securityOf, securitySchemes } from './openapi-security.ts';

type HttpFunction = FunctionDefinition & { readonly trigger: HttpTrigger };
type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of every HTTP route, from the schemas that validate. */
export function describeApi(functions: readonly FunctionDefinition[]): Json {
  const routes = functions.filter(isHttp).filter(({ trigger }) => trigger.path !== '$default');
  const routesByPath = Map.groupBy(routes, ({ trigger }) => trigger.path);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Polyclinic API',
      version,
      description:
        'The backend of an outpatient clinic with a pharmacy. Errors are RFC 9457 problems with a stable code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(routes.map(({ domain }) => domain))].sort().map((name) => ({ name })),
    paths: Object.fromEntries([...routesByPath].map(([path, methods]) => [path, describePath(methods)])),
    components: {
      schemas: { Problem: problemSchema },
      examples: problemExamples(routes.map(({ trigger }) => problemCodesOf(trigger))),
      headers: headerDefinitions,
      securitySchemes,
    },
  };
}

function isHttp(definition: FunctionDefinition): definition is HttpFunction {
  return definition.trigger.kind === 'http';
}

function describePath(methods: readonly HttpFunction[]): Json {
  return Object.fromEntries(methods.map((route) => [route.trigger.method.toLowerCase(), describeOperation(route)]));
}

function describeOperation({ name, domain, summary, trigger }: HttpFunction): Json {
  const parameters = [
    ...parametersOf('path', trigger.params),
    ...parametersOf('query', trigger.query),
    ...(answersUnmodified(trigger) ? [ifNoneMatch] : []),
    ...(trigger.problems?.[412] ? [ifMatch] : []),
    ...(trigger.idempotency ? [{ ...idempotencyKey, required: trigger.idempotency === 'required' }] : []),
  ];
  return {
    operationId: name,
    tags: [domain],
    summary,
    ...(parameters.length > 0 && { parameters }),
    ...(trigger.body && {
      requestBody: {
        required: !trigger.body().safeParse(undefined).success,
        content: { 'application/json': { schema: jsonSchema(trigger.body, 'input') } },
      },
    }),
    responses: describeResponses(trigger),
    security: securityOf(trigger),
    ...(Array.isArray(trigger.allow) && { 'x-permissions': trigger.allow }),
  };
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Of the client’s choice: a repeated request with the same key within a day gets the answer of the first.',
  schema: { type: 'string', maxLength: 255 },
};

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'The ETag of the version that is meant, or a list of them: 412 when none is the current one’s. Without it the current one is.',
  schema: { type: 'string' },
};

const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: 'An ETag that the client holds: 304 while it is current.',
  schema: { type: 'string' },
};

function parametersOf(where: 'path' | 'query', schema: Lazy<z.ZodObject> | undefined): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

function describeResponses(trigger: HttpTrigger): Json {
  const problems = describeProblems(trigger);
  // Where the result decides on the status, its 503 has the same body as its success.
  const down = trigger.statusOf && {
    503: {
      ...problems[503],
      description: descriptions[503],
      content: { ...contentOf(successOf(trigger).body).content, ...problems[503]?.content },
    },
  };
  return { ...describeSuccess(trigger), ...problems, ...down };
}

const replayedHeader = {
  'Idempotency-Replayed': { description: 'The answer is that of the same request before.', schema: { const: 'true' } },
};

function describeSuccess(trigger: HttpTrigger): Json {
  const { status, body } = successOf(trigger);
  const headers = {
    ...(trigger.location && { Location: { schema: { type: 'string' } } }),
    ...(hasValidator(trigger) && { ETag: { schema: { type: 'string' } } }),
    ...(isLimited(trigger) && limitHeaders),
    ...(trigger.idempotency && replayedHeader),
  };
  const answer = {
    description: descriptions[status],
    ...(Object.keys(headers).length > 0 && { headers }),
    ...contentOf(body),
  };
  return { [status]: answer, ...(answersUnmodified(trigger) && { 304: { description: descriptions[304] } }) };
}

function contentOf(body: Body): { readonly content?: Json } {
  const type = mediaTypeOf(body);
  return type === undefined ? {} : { content: { [type]: { schema: schemaOf(body) } } };
}

function schemaOf(body: Body): Json {
  if (typeof body === 'string') return {};
  if (isPage(body)) return pageSchema(body);
  if (typeof body !== 'function') return jsonSchema(body.schema, 'output');
  return { type: 'object', required: ['data'], properties: { data: jsonSchema(body, 'output') } };
}

function pageSchema({ items }: PageBody): Json {
  const meta = {
    type: 'object',
    required: ['limit'],
    properties: {
      limit: { type: 'integer' },
      nextCursor: { type: 'string', description: 'Absent at the end; a page may hold fewer items than its limit.' },
      total: { type: 'integer', description: 'Only where a counter is kept.' },
    },
  };
  return { type: 'object', required: ['data', 'meta'], properties: { data: jsonSchema(items, 'output'), meta } };
}

function jsonSchema(schema: Lazy, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema(), { io, unrepresentable: 'any' });
  return rest;
}
