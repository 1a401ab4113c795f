import type { HttpTrigger } from '../../lib/http/trigger.ts';
import type { FunctionDefinition } from '../functions.ts';
import { describeApi } from '../openapi/document.ts';
import type { Json } from '../openapi/json.ts';
import { exampleOf } from '../openapi/model-examples.ts';
import { referredModel } from '../openapi/models.ts';
import { inOrder } from './order.ts';
import { answeredTo, credentialsOf, describeFirstRequests, emailOf, passwordVariable, whoAsks } from './people.ts';
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

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
}

/** Writes docs/requests.http: a request for every route, as one of the seeded people, for the REST clients of editors. */
export function describeRequests(functions: readonly FunctionDefinition[]): string {
  const { paths, components } = JSON.parse(JSON.stringify(describeApi(functions))) as Document;
  const requests = functions.flatMap(({ trigger, domain }) => {
    const operation = trigger.kind === 'http' && paths[trigger.path]?.[trigger.method.toLowerCase()];
    return trigger.kind === 'http' && operation ? [{ domain, trigger, operation }] : [];
  });
  return [
    ...introduction,
    ...parameterVariables(requests.map(({ operation }) => operation)),
    '',
    ...describeFirstRequests(),
    ...inOrder(requests).flatMap(({ domain, trigger, operation }) =>
      describeRequest(domain, trigger, operation, components),
    ),
  ].join('\n');
}

const introduction = [
  '# A request for every route, as one of the seeded people: for the REST Client of VS Code, httpYac, and what reads their files.',
  '# Made by `npm run routes` from the triggers in `functions/`; do not edit it by hand.',
  '# Start the product by `npm start`, send the four sign-ins and the invitation, and send any other request after that, or all',
  '# in their order; one that names the answer of another comes after that one. Sent again it may be refused, by 409 where it',
  '# would do the same once more, such as extra hours over others. What takes a token of a mail or a session, a code of an',
  '# authenticator, another password or a dead letter is refused until those are put in the place of the examples.',
  '# What ends a session is at the end, and asks for its sign-in anew; a seeded person who was deleted stays so until an admin',
  '# restores them, or until `npm start -- --fresh`.',
  '',
  '@api = http://localhost:3000',
  passwordVariable,
];

/** A variable for each parameter of a path: what it is tried on, or an example. */
function parameterVariables(operations: readonly Operation[]): string[] {
  const parameters = operations.flatMap((operation) => operation.parameters ?? []).filter((each) => each.in === 'path');
  const examples = new Map(parameters.map(({ name, schema }) => [name, exampleOf(schema, {})]));
  return [...examples].map(([name, example]) => `@${name} = ${triedOn[name] ?? String(example)}`);
}

function describeRequest(
  domain: string,
  trigger: HttpTrigger,
  operation: Operation,
  components: Document['components'],
): string[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema && bodyOf(trigger, schema, components.schemas);
  const optional = (operation.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
  return [
    `### ${domain}: ${operation.summary}`,
    ...(optional.length > 0 ? [`# Its query may have ${optional.join(', ')}.`] : []),
    `# @name ${operation.operationId}`,
    `${trigger.method} ${urlOf(trigger)}`,
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

/**
 * The example of a body, so that it can be sent again: an address is new each time but for an account that is linked, and a
 * signed-in person shows the password that they were seeded with, and keeps it.
 */
function bodyOf({ allow }: HttpTrigger, schema: Json, schemas: Document['components']['schemas']): unknown {
  const model = referredModel(schema);
  if (model === 'Credentials') return credentialsOf('user');
  if (model === 'PatientLink') return { email: emailOf('user') };
  return JSON.parse(JSON.stringify(exampleOf(schema, schemas)), (key, value) => {
    if (key === 'email' && typeof value === 'string') return '{{$guid}}@example.com';
    return allow !== 'public' && /password$/i.test(key) ? '{{password}}' : value;
  });
}
