import type { HttpTrigger } from '../../lib/http/trigger.ts';
import type { FunctionDefinition } from '../functions.ts';
import { describeApi } from '../openapi/document.ts';
import type { Json } from '../openapi/json.ts';
import { exampleOf } from '../openapi/model-examples.ts';
import { bodyOf } from './bodies.ts';
import { periodVariables, requestNamesOf } from './free-slots.ts';
import { inOrder } from './order.ts';
import { answeredTo, describeFirstRequests, passwordVariable, whoAsks } from './people.ts';
import { triedOn, urlOf } from './tried-on.ts';

/** An operation, of which only the members that a request needs are typed. */
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: Json;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Json }>> };
}

/** A route, and the place that it has in the document. */
interface Route {
  readonly domain: string;
  readonly trigger: HttpTrigger;
  readonly operation: Operation;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** Writes docs/requests.http: a request for every route, as one of the seeded people, for the REST clients of editors. */
export function describeRequests(functions: readonly FunctionDefinition[]): string {
  const { paths, components } = JSON.parse(JSON.stringify(describeApi(functions))) as Document;
  const routes = functions.flatMap(({ trigger, domain }) => {
    const operation = trigger.kind === 'http' && paths[trigger.path]?.[trigger.method.toLowerCase()];
    return trigger.kind === 'http' && operation ? [{ domain, trigger, operation }] : [];
  });
  const variables = parameterVariables(routes.map(({ operation }) => operation));
  const requests = routes.flatMap((route) =>
    requestNamesOf(route.operation.operationId).map((name) => {
      const lines = describeRequest(name, route, components);
      return { ...route, name, lines, needs: requestsNamedIn(lines.join('\n'), variables) };
    }),
  );
  return [
    ...introduction,
    ...[...variables].map(([name, value]) => `@${name} = ${value}`),
    '',
    ...describeFirstRequests(),
    ...inOrder(requests).flatMap(({ lines }) => lines),
  ].join('\n');
}

const introduction = [
  '# A request for every route, as one of the seeded people: for the REST Client of VS Code, and what names answers as it does.',
  '# Made by `npm run routes` from the triggers in `functions/`; do not edit it by hand.',
  '# Start the product by `npm start`, send the four sign-ins and the invitation, and send any other request after that, or all',
  '# in their order; one that names the answer of another comes after that one. Sent again it may be refused, by 409 where it',
  '# would do the same once more, such as extra hours over others; list the free slots anew before you book once more. What takes',
  '# a token of a mail or a session, a code of an authenticator, another password or a dead letter is refused until those are put',
  '# in the place of the examples.',
  '# What ends a session is at the end, and asks for its sign-in anew; a seeded person who was deleted stays so until an admin',
  '# restores them, or until `npm start -- --fresh`.',
  '',
  '@api = http://localhost:3000',
  passwordVariable,
  ...periodVariables,
];

/** A variable for each parameter of a path: what it is tried on, or an example. */
function parameterVariables(operations: readonly Operation[]): ReadonlyMap<string, string> {
  const parameters = operations.flatMap((operation) => operation.parameters ?? []).filter((each) => each.in === 'path');
  return new Map(parameters.map(({ name, schema }) => [name, triedOn[name] ?? String(exampleOf(schema, {}))]));
}

/** The names of the requests whose answers are named in a text, be it by a variable. */
function requestsNamedIn(text: string, variables: ReadonlyMap<string, string>): string[] {
  const filled = text.replace(/\{\{(\w+)\}\}/g, (whole, name) => variables.get(name) ?? whole);
  return [...filled.matchAll(/\{\{(\w+)\.response\./g)].map(([, name = '']) => name);
}

function describeRequest(
  name: string,
  { domain, trigger, operation }: Route,
  { schemas }: Document['components'],
): string[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema && bodyOf({ trigger, name }, schema, schemas);
  const queried = (operation.parameters ?? []).filter((each) => each.in === 'query');
  const optional = queried.filter(({ required }) => !required).map((each) => each.name);
  const required = queried.filter(({ required }) => required).map((each) => each.name);
  return [
    `### ${domain}: ${operation.summary}`,
    ...(optional.length > 0 ? [`# Its query may have ${optional.join(', ')}.`] : []),
    `# @name ${name}`,
    `${trigger.method} ${urlOf(trigger, required)}`,
    ...headersOf(trigger, body !== undefined),
    '',
    ...(body === undefined ? [] : [JSON.stringify(body, undefined, 2), '']),
  ];
}

function headersOf(trigger: HttpTrigger, hasBody: boolean): string[] {
  const role = whoAsks(trigger);
  return [
    ...(role ? [`Authorization: Bearer ${answeredTo(role, 'accessToken')}`] : []),
    ...(trigger.idempotency ? ['Idempotency-Key: {{$guid}}'] : []),
    ...(hasBody ? ['Content-Type: application/json'] : []),
  ];
}
