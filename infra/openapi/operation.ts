import { successOf } from '../../lib/http/reply.ts';
import type { HttpTrigger } from '../../lib/http/trigger.ts';
import type { FunctionDefinition } from '../functions.ts';
import { rolesThatMay } from '../routes.ts';
import { camelCase } from '../words.ts';
import { deprecationOf } from './deprecation.ts';
import { successSchema } from './envelopes.ts';
import { headersOf } from './headers.ts';
import type { Json } from './json.ts';
import { answersUnmodified, mediaTypesOf } from './media-types.ts';
import type { Models } from './models.ts';
import { parametersOf } from './parameters.ts';
import { describeProblems, descriptions } from './problems.ts';
import { securityOf } from './security.ts';

/** A function that answers an HTTP route. */
export type HttpFunction = FunctionDefinition & { readonly trigger: HttpTrigger };

/** The id of an operation, which is the name of its file in camel case: `listUsers`. */
export function operationIdOf({ name, domain }: Pick<FunctionDefinition, 'name' | 'domain'>): string {
  return camelCase(name.slice(domain.length + 1));
}

/** Describes a route as one operation. */
export function describeOperation(definition: HttpFunction, models: Models): Json {
  const { domain, summary, description, trigger } = definition;
  const operationId = operationIdOf(definition);
  const parameters = parametersOf(trigger, models);
  return {
    operationId,
    tags: [domain],
    summary,
    ...deprecationOf(trigger, [description, whoMayCall(trigger)].filter((part) => part !== undefined).join('\n\n')),
    ...(parameters.length > 0 && { parameters }),
    ...(trigger.body && {
      requestBody: {
        required: !trigger.body().safeParse(undefined).success,
        content: { 'application/json': { schema: models.input(trigger.body()) } },
      },
    }),
    responses: describeResponses(trigger, operationId, models),
    security: securityOf(trigger),
    ...(Array.isArray(trigger.allow) && { 'x-permissions': trigger.allow }),
  };
}

function whoMayCall({ allow }: HttpTrigger): string {
  if (allow === 'public') return 'For everybody.';
  if (allow === 'signed-in') return 'For every signed-in person.';
  const permissions = allow.map((permission) => `\`${permission}\``).join(' and ');
  return `For people whose role has ${permissions} (${rolesThatMay(allow).join(', ')}), and for API keys that have it.`;
}

function describeResponses(trigger: HttpTrigger, operationId: string, models: Models): Json {
  const success = describeSuccess(trigger, models);
  const problems = describeProblems(trigger, operationId);
  if (!trigger.statusOf) return { ...success, ...problems };
  // Where the result decides on the status, its 503 has the same body as its success.
  const content = { ...contentOf(trigger, models).content, ...(problems[503]?.content as Json) };
  return { ...success, ...problems, 503: { ...problems[503], content } };
}

function describeSuccess(trigger: HttpTrigger, models: Models): Json {
  const { status } = successOf(trigger);
  const answer = { description: descriptions[status], ...headersOf(trigger, status), ...contentOf(trigger, models) };
  const unmodified = { description: descriptions[304], ...headersOf(trigger, 304) };
  return { [status]: answer, ...(answersUnmodified(trigger) && { 304: unmodified }) };
}

function contentOf(trigger: HttpTrigger, models: Models): { readonly content?: Json } {
  const schema = successSchema(successOf(trigger).body, models);
  const types = mediaTypesOf(trigger).map((type) => [type, { schema: schema ?? fileSchema(type) }]);
  return types.length === 0 ? {} : { content: Object.fromEntries(types) };
}

/** The schema of a file: a JSON document may be any, and everything else is text. */
function fileSchema(type: string): Json {
  return type === 'application/json' ? {} : { type: 'string' };
}
