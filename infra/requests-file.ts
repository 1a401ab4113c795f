import type { Role } from '../lib/access/permissions.ts';
import { seededPassword } from '../lib/domains/identity/seeds/people.ts';
import type { HttpTrigger } from '../lib/http/trigger.ts';
import type { FunctionDefinition } from './functions.ts';
import { describeApi } from './openapi/document.ts';
import type { Json } from './openapi/json.ts';
import { exampleOf } from './openapi/model-examples.ts';
import { rolesThatMay } from './routes.ts';
import { capitalized } from './words.ts';

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

/** Who asks where several roles may: whoever may least of the others. */
const leastFirst: readonly Role[] = ['user', 'doctor', 'staff', 'admin'];

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
    ...leastFirst.flatMap(signIn),
    ...requests.flatMap(({ domain, trigger, operation }) => describeRequest(domain, trigger, operation, components)),
  ].join('\n');
}

const introduction = [
  '# A request for every route, as one of the seeded people: for the REST Client of VS Code, httpYac, and what reads their files.',
  '# Made by `npm run routes` from the triggers in `functions/`; do not edit it by hand.',
  '# Start the product by `npm start`, send the four sign-ins, and send any other request after that.',
  '',
  '@api = http://localhost:3000',
  `@password = ${seededPassword}`,
];

/** A variable for each parameter of a path: of a person the one who is signed in as a user, of anything else an example. */
function parameterVariables(operations: readonly Operation[]): string[] {
  const parameters = operations.flatMap((operation) => operation.parameters ?? []).filter((each) => each.in === 'path');
  const examples = new Map(parameters.map(({ name, schema }) => [name, exampleOf(schema, {})]));
  return [...examples].map(
    ([name, example]) => `@${name} = ${name === 'userId' ? answeredTo('user', 'user.id') : String(example)}`,
  );
}

function signIn(role: Role): string[] {
  const body = { email: `${role}@polyclinic.test`, password: '{{password}}', transport: 'body' };
  return [
    `### Sign in as ${role}`,
    `# @name ${nameOf(role)}`,
    'POST {{api}}/v1/auth/login',
    'Content-Type: application/json',
    '',
    JSON.stringify(body, undefined, 2),
    '',
  ];
}

function describeRequest(
  domain: string,
  trigger: HttpTrigger,
  operation: Operation,
  components: Document['components'],
): string[] {
  const schema = operation.requestBody?.content['application/json']?.schema;
  const body = schema && withPassword(trigger, exampleOf(schema, components.schemas));
  const optional = (operation.parameters ?? []).filter((each) => each.in === 'query').map(({ name }) => name);
  return [
    `### ${domain}: ${operation.summary}`,
    ...(optional.length > 0 ? [`# Its query may have ${optional.join(', ')}.`] : []),
    `# @name ${operation.operationId}`,
    `${trigger.method} {{api}}${trigger.path.replace(/\{(\w+)\}/g, '{{$1}}')}`,
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

function whoAsks({ allow }: HttpTrigger): Role | undefined {
  if (allow === 'public') return undefined;
  if (allow === 'signed-in') return 'user';
  const able = rolesThatMay(allow);
  return leastFirst.find((role) => able.includes(role));
}

/** A signed-in person shows the password that they were seeded with, where the example of the body shows another. */
function withPassword({ allow }: HttpTrigger, body: unknown): unknown {
  if (allow === 'public') return body;
  return JSON.parse(JSON.stringify(body), (key, value) => (/^(current)?password$/i.test(key) ? '{{password}}' : value));
}

function nameOf(role: Role): string {
  return `signInAs${capitalized(role)}`;
}

/** What a sign-in answered, by the path to it within `data`. */
function answeredTo(role: Role, path: string): string {
  return `{{${nameOf(role)}.response.body.data.${path}}}`;
}
