import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { discoverFunctions, type FunctionDefinition } from '../../../infra/functions.ts';
import { describeApi } from '../../../infra/openapi/document.ts';
import { problemExamples } from '../../../infra/openapi/problem-examples.ts';
import { deviceCookie } from '../../../lib/domains/identity/http/device-token.ts';
import { refreshCookie } from '../../../lib/domains/identity/http/refresh-token.ts';
import { bare, type HttpTrigger, http } from '../../../lib/http/trigger.ts';
import { schema } from '../../../lib/schemas.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: string[];
  readonly parameters?: { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: { required: boolean; content: Record<string, { schema: Record<string, unknown> }> };
  readonly responses: Record<
    string,
    { description: string; headers?: object; content?: Record<string, { schema: object; examples?: object }> }
  >;
  readonly security: Record<string, string[]>[];
  readonly 'x-permissions'?: string[];
}

interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    schemas: Record<string, Record<string, unknown>>;
    securitySchemes: object;
    examples: Record<string, object>;
  };
}

// As a client reads it: what JSON has no form for is gone.
const read = (functions: readonly FunctionDefinition[]) =>
  JSON.parse(JSON.stringify(describeApi(functions))) as Document;
const functions = await discoverFunctions();
const document = read(functions);
const routes = functions.flatMap(({ name, trigger }) =>
  trigger.kind === 'http' && trigger.path !== '$default' ? [{ name, trigger, ...operationOf(trigger) }] : [],
);

function operationOf({ path, method }: HttpTrigger) {
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${method} ${path} is not in the document`);
  return { operation };
}

/** The one operation of a document that has this trigger alone. */
function describeAlone(trigger: HttpTrigger): Operation {
  const [operation] = Object.values(
    read([{ name: 'system-do-it', domain: 'system', file: '', summary: 'Does.', trigger }]).paths,
  ).flatMap((methods) => Object.values(methods));
  if (!operation) throw new Error('the document has no operation');
  return operation;
}

/** Whether something is at the end of these keys. */
function hasPath(value: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return value !== undefined;
  return typeof value === 'object' && value !== null && hasPath((value as Record<string, unknown>)[key], rest);
}

/** The codes of a status, by its examples. */
function codesOf(operation: Operation, status: number): string[] | undefined {
  const examples = operation.responses[status]?.content?.['application/problem+json']?.examples;
  return examples && Object.keys(examples);
}

describe('the OpenAPI document', () => {
  it('is of version 3.1, and holds every route and no other', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    expect(operations).toHaveLength(routes.length);
    expect(operations.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['logIn', 'listUsers', 'getOpenapi']),
    );
  });

  it('names the codes of a route’s problems as one enumeration, whatever their status', () => {
    const { RegisterUserProblem, RegisterUserProblemCode } = document.components.schemas;
    const { operation } = operationOf({ path: '/v1/auth/register', method: 'POST' } as HttpTrigger);

    expect(RegisterUserProblem).toMatchObject({
      allOf: [
        { $ref: '#/components/schemas/Problem' },
        { required: ['code'], properties: { code: { $ref: '#/components/schemas/RegisterUserProblemCode' } } },
      ],
    });
    expect(RegisterUserProblemCode?.enum).toEqual(
      Object.keys(operation.responses)
        .flatMap((status) => codesOf(operation, Number(status)) ?? [])
        .sort(),
    );
    expect(RegisterUserProblemCode?.enum).toEqual(expect.arrayContaining(['DUPLICATE_EMAIL', 'UNDERAGE']));
  });

  it('names a user once, and the envelopes by what they hold', () => {
    const { User, UserAnswer, UserPage, SessionList } = document.components.schemas;

    expect(User).toMatchObject({ type: 'object', examples: [{ email: 'ada@example.com' }] });
    expect(UserAnswer).toMatchObject({ properties: { data: { $ref: '#/components/schemas/User' } } });
    expect(UserPage).toMatchObject({
      properties: {
        data: { items: { $ref: '#/components/schemas/User' } },
        meta: { $ref: '#/components/schemas/PageMeta' },
      },
    });
    expect(SessionList).toMatchObject({ properties: { data: { items: { $ref: '#/components/schemas/Session' } } } });
  });

  it('names a list by what is told beside it, too', () => {
    expect(document.components.schemas.SlotListWithSlotsMetaAnswer).toMatchObject({
      description: 'All of them, as `Slot`, and what is told beside.',
      properties: {
        data: { items: { $ref: '#/components/schemas/Slot' } },
        meta: { $ref: '#/components/schemas/SlotsMeta' },
      },
    });
  });

  it('tells the answers of a sign-in apart by their outcome', () => {
    expect(document.components.schemas.SignIn).toMatchObject({
      oneOf: [{ $ref: '#/components/schemas/SignedIn' }, { $ref: '#/components/schemas/SecondStepRequired' }],
      discriminator: {
        propertyName: 'outcome',
        mapping: {
          signed_in: '#/components/schemas/SignedIn',
          second_step_required: '#/components/schemas/SecondStepRequired',
        },
      },
    });
  });

  it('lists the permissions that a route asks for, by which the contract is compared, and none where it asks for none', () => {
    const asked = routes.map(({ operation }) => operation['x-permissions']);

    expect(asked).toEqual(routes.map(({ trigger: { allow } }) => (typeof allow === 'string' ? undefined : allow)));
    expect(asked.filter((permissions) => permissions !== undefined)).not.toEqual([]);
  });

  it('says which route takes the refresh token as a cookie, and which answers set or delete one', () => {
    const at = (path: string) => operationOf({ path, method: 'POST' } as HttpTrigger).operation;
    const headerOf = ({ responses }: Operation, status: number) =>
      (responses[status]?.headers as Record<string, object> | undefined)?.['Set-Cookie'];
    const withCookie = ({ responses }: Operation) =>
      Object.entries(responses).flatMap(([status, { headers = {} }]) => ('Set-Cookie' in headers ? [status] : []));

    expect(at('/v1/auth/refresh').security).toEqual([{ refreshCookie: [] }, {}]);
    expect(at('/v1/auth/logout').security).toEqual([{ refreshCookie: [] }, { accessToken: [] }, {}]);
    expect(document.components.securitySchemes).toMatchObject({
      refreshCookie: { type: 'apiKey', in: 'cookie', name: 'polyclinic_refresh' },
    });
    expect(headerOf(at('/v1/auth/login'), 200)).toMatchObject({
      'x-sets': { polyclinic_refresh: { path: '/v1/auth' }, polyclinic_device: { path: '/v1/auth' } },
    });
    expect(headerOf(at('/v1/auth/refresh'), 401)).toMatchObject({
      'x-clears': { polyclinic_refresh: { path: '/v1/auth' } },
    });
    expect([refreshCookie('x'), deviceCookie('x')]).toEqual([
      expect.stringContaining('; Path=/v1/auth;'),
      expect.stringContaining('; Path=/v1/auth;'),
    ]);
    expect(withCookie(at('/v1/auth/login'))).toEqual(['200']);
    expect(withCookie(at('/v1/auth/login/mfa'))).toEqual(['200']);
    expect(withCookie(at('/v1/auth/refresh'))).toEqual(['200', '401']);
    expect(withCookie(at('/v1/auth/logout'))).toEqual(['204', '400', '500', '503']);
    expect(at('/v1/auth/login').parameters).toMatchObject([
      { name: 'polyclinic_device', in: 'cookie', required: false },
    ]);
  });

  it('shows a cookie as it is sent, set with what protects it and deleted at once', () => {
    const at = (path: string, status: number) => {
      const { responses } = operationOf({ path, method: 'POST' } as HttpTrigger).operation;
      const { headers = {} } = responses[status] ?? { headers: {} };
      return (headers as Record<string, { schema: { examples: string[] } }>)['Set-Cookie']?.schema.examples;
    };
    const protection = 'HttpOnly; Secure; SameSite=Strict';

    expect(at('/v1/auth/login', 200)).toEqual([
      `polyclinic_refresh=bWFkZS11cA; Path=/v1/auth; Max-Age=2592000; ${protection}`,
      `polyclinic_device=bWFkZS11cA; Path=/v1/auth; Max-Age=2592000; ${protection}`,
    ]);
    expect(at('/v1/auth/logout', 204)).toEqual([`polyclinic_refresh=; Path=/v1/auth; Max-Age=0; ${protection}`]);
  });

  it('describes a tag of each domain that has routes, and no other', () => {
    const { tags } = document as unknown as { tags: { name: string }[] };

    expect(tags.map(({ name }) => name)).toEqual([...new Set(routes.map(({ operation }) => operation.tags[0]))].sort());
  });

  it('tells of a page and of a thing that is wrong what is always there', () => {
    const { UserPage, FieldError } = document.components.schemas;

    expect([UserPage?.required, FieldError?.required]).toEqual([
      ['data', 'meta'],
      ['path', 'message', 'code'],
    ]);
  });

  it.each([
    ['POST', '/v1/auth/login', /\n\nFor everybody\.$/],
    ['GET', '/v1/users/me', /^For every signed-in person\.$/],
    ['POST', '/v1/users', /For people whose role has `users:manage` \(admin\), and for API keys that have it\.$/],
  ] as const)('says in words who may call %s %s', (method, path, expected) => {
    const { operation } = operationOf({ path, method } as HttpTrigger);

    expect(operation.description).toMatch(expected);
  });

  it.each([
    ['/docs', ['text/html']],
    ['/openapi.json', ['application/json']],
    ['/asyncapi.json', ['application/json']],
  ])('tells the content type of %s', (path, expected) => {
    const { operation } = operationOf({ path, method: 'GET' } as HttpTrigger);

    expect(Object.keys(operation.responses[200]?.content ?? {})).toEqual(expected);
  });

  it('shows an example of every problem of a route, as it would be answered', () => {
    const { examples } = document.components;
    const register = document.paths['/v1/auth/register']?.post as Operation;

    expect(register.responses[409]?.content?.['application/problem+json']).toMatchObject({
      examples: { DUPLICATE_EMAIL: { $ref: '#/components/examples/DUPLICATE_EMAIL' } },
    });
    expect(examples.DUPLICATE_EMAIL).toMatchObject({
      value: { type: 'urn:polyclinic:problem:duplicate-email', status: 409, code: 'DUPLICATE_EMAIL' },
    });
  });

  it('lets a change name the version that it means, wherever a stale one is refused', () => {
    const conditional = routes.filter(({ trigger }) => trigger.problems?.[412]);
    const named = routes.filter(({ operation }) => operation.parameters?.some(({ name }) => name === 'If-Match'));

    expect(named).toEqual(conditional);
    expect(named.length).toBeGreaterThan(0);
  });

  it('lets those say which languages they read to whom something is told in words, and nobody else', () => {
    const asking = routes.filter(({ operation }) =>
      operation.parameters?.some(({ name, required }) => name === 'Accept-Language' && !required),
    );

    expect(asking.map(({ name }) => name)).toEqual([
      'appointments-get-appointment-calendar',
      'auth-register-user',
      'patients-list-patient-accesses',
    ]);
    expect(asking).toEqual(routes.filter(({ trigger }) => trigger.acceptsLanguage));
  });

  it('says that a success is in a language where the request chooses that, and nowhere else', () => {
    const inLanguage = routes.filter(
      ({ operation }) => 'Content-Language' in (operation.responses[200]?.headers ?? {}),
    );

    expect(inLanguage.map(({ name }) => name)).toEqual([
      'appointments-get-appointment-calendar',
      'patients-list-patient-accesses',
    ]);
    expect(inLanguage).toEqual(routes.filter(({ trigger }) => typeof trigger.acceptsLanguage === 'function'));
  });

  it.each(['Problem', 'PageMeta', 'TestThingAnswer', 'DoItProblem', 'TESTTHING'])(
    'cannot be made where an id is a name that another model has: %s',
    (id) => {
      const [one, other] = [
        z.object({ a: z.string() }).meta({ id: 'TestThing' }),
        z.object({ b: z.string() }).meta({ id }),
      ];
      const both = schema(() => z.object({ one, other }));
      const answer = schema(() => one);
      const route = (path: string, body: typeof both | typeof answer) =>
        http({ method: 'GET', path, allow: 'public', grants: [], responses: { 200: body } });
      const define = (name: string, trigger: HttpTrigger) => ({
        name,
        domain: 'system',
        file: '',
        summary: 'Does.',
        trigger,
      });

      const make = () =>
        read([define('system-do-it', route('/v1/a', both)), define('system-do-other', route('/v1/b', answer))]);

      expect(make).toThrow(`Two models of the document are called `);
    },
  );

  it('cannot be made where a code comes with two statuses', () => {
    expect(() => problemExamples([{ 404: ['GONE'] }, { 409: ['GONE'] }])).toThrow('GONE comes with 404 and 409');
  });

  it('tells a code about the caller from the same one about whom they name', () => {
    const examples = problemExamples([{ 403: ['EMAIL_NOT_VERIFIED'] }, { 422: ['EMAIL_NOT_VERIFIED'] }]);

    expect(examples).toMatchObject({
      EMAIL_NOT_VERIFIED: { value: { status: 403 } },
      EMAIL_NOT_VERIFIED_422: { value: { status: 422 } },
    });
  });

  it('refers to nothing that is not in it', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);

    const astray = references.filter((path) => !hasPath(document, path.split('/')));

    expect(new Set(references)).toContain('components/schemas/Problem');
    expect(astray).toEqual([]);
  });

  it('leaves out what belongs to a schema of its own, not to one in a document', () => {
    expect(JSON.stringify(document)).not.toMatch(/"\$schema"|"\$id"|"\$defs"/);
  });

  it.each(routes)('declares the parameters of $name, and those of the path as required', ({ trigger, operation }) => {
    const declared = (place: string) => (operation.parameters ?? []).filter((parameter) => parameter.in === place);

    const inPath = [...trigger.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(
      declared('path')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(inPath.sort());
    expect(declared('path').every(({ required }) => required)).toBe(true);
    expect(
      declared('query')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(trigger.query?.().shape ?? {}).sort());
  });

  it.each(routes)('tells one success of $name, and every problem as a problem', ({ operation }) => {
    const statuses = Object.keys(operation.responses).map(Number);
    const problems = statuses.filter((status) => status >= 400);

    expect(statuses.filter((status) => status < 300)).toHaveLength(1);
    expect(problems).toEqual(expect.arrayContaining([400, 500]));
    for (const status of problems)
      expect(codesOf(operation, status)).toEqual(expect.arrayContaining([expect.stringMatching(/^[A-Z][A-Z_]+$/)]));
    expect(Object.values(operation.responses).every(({ description }) => description.length > 0)).toBe(true);
  });

  it.each(routes)('says who may call $name', ({ trigger, operation }) => {
    const person = trigger.allow === 'public' ? [] : [{ accessToken: [] }];
    const machine = typeof trigger.allow === 'string' ? [] : [{ apiKey: [] }];
    const shown = trigger.takes ? [...trigger.takes.map((credential) => ({ [credential]: [] })), {}] : [];
    expect(operation.security).toEqual([...person, ...machine, ...shown]);
    expect(Object.keys(document.components.securitySchemes)).toEqual(['accessToken', 'apiKey', 'refreshCookie']);
  });

  it.each(routes)('lists the problems that are $name’s own', ({ trigger, operation }) => {
    for (const [status, codes] of Object.entries(trigger.problems ?? {})) {
      expect(codesOf(operation, Number(status))).toEqual(expect.arrayContaining([...codes]));
    }
  });
});

describe('an operation', () => {
  const thing = schema(() => z.object({ id: z.uuid(), name: z.string() }));
  const fields = { path: '/v1/things', allow: 'public', grants: [] } as const;

  it('of a 204 has no content', () => {
    const { responses } = describeAlone(http({ ...fields, method: 'DELETE', responses: { 204: 'empty' } }));

    expect(responses[204]).not.toHaveProperty('content');
  });

  it('wraps its result in data, and says where the created is', () => {
    const { responses } = describeAlone(
      http({ ...fields, method: 'POST', responses: { 201: thing }, location: ({ id }) => `/v1/things/${id}` }),
    );

    expect(responses[201]).toMatchObject({
      headers: { Location: {} },
      content: {
        'application/json': { schema: { required: ['data'], properties: { data: { required: ['id', 'name'] } } } },
      },
    });
  });

  it('of a bare document has its content type and no wrapping', () => {
    const trigger = http({ ...fields, method: 'GET', responses: { 200: bare('application/jwk-set+json', thing) } });

    const { responses } = describeAlone(trigger);

    expect(responses[200]?.content).toMatchObject({
      'application/jwk-set+json': { schema: { required: ['id', 'name'] } },
    });
  });

  it('of a bare text is a string', () => {
    const text = schema(() => z.string().meta({ description: 'A calendar.' }));
    const trigger = http({ ...fields, method: 'GET', responses: { 200: bare('text/calendar', text) } });

    const { responses } = describeAlone(trigger);

    expect(responses[200]?.content).toEqual({
      'text/calendar': { schema: { type: 'string', description: 'A calendar.' } },
    });
  });

  it('of a versioned resource tells of ETag, If-None-Match and 304', () => {
    const trigger = http({ ...fields, method: 'GET', responses: { 200: thing }, versioned: true });

    const { parameters, responses } = describeAlone(trigger);

    expect(parameters).toMatchObject([{ name: 'If-None-Match', in: 'header', required: false }]);
    expect(responses).toMatchObject({ 200: { headers: { ETag: {} } }, 304: { headers: { ETag: {} } } });
    expect(responses[304]).not.toHaveProperty('content');
  });

  it('describes a body as a client sends it, not as a handler gets it', () => {
    const body = schema(() =>
      z.strictObject({ limit: z.int().default(20), email: z.string().toLowerCase().pipe(z.email()) }),
    );

    const { requestBody } = describeAlone(http({ ...fields, method: 'POST', body, responses: { 200: thing } }));

    expect(requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema: { required: ['email'], additionalProperties: false } } },
    });
  });

  it('requires what is in the path, whatever its schema says, and of the query what its schema does', () => {
    const params = schema(() => z.strictObject({ thingId: z.string().default('mine') }));
    const query = schema(() => z.strictObject({ from: z.string(), to: z.string().optional() }));
    const path = '/v1/things/{thingId}';

    const { parameters } = describeAlone(
      http({ ...fields, method: 'GET', path, params, query, responses: { 200: thing } }),
    );

    expect(parameters?.map(({ name, required }) => [name, required])).toEqual([
      ['thingId', true],
      ['from', true],
      ['to', false],
    ]);
  });

  it('says beside a parameter what it means, and not within its schema', () => {
    const query = schema(() => z.strictObject({ from: z.string().describe('The first day.') }));

    const { parameters } = describeAlone(http({ ...fields, method: 'GET', query, responses: { 200: thing } }));

    expect(parameters).toEqual([
      { name: 'from', in: 'query', required: true, description: 'The first day.', schema: { type: 'string' } },
    ]);
  });

  it('says when a body may be absent', () => {
    const body = schema(() => z.strictObject({ refreshToken: z.string() }).optional());

    const { requestBody } = describeAlone(http({ ...fields, method: 'POST', body, responses: { 200: thing } }));

    expect(requestBody?.required).toBe(false);
  });

  it.each([
    ['a public GET', http({ ...fields, method: 'GET', responses: { 200: thing } }), ['400', '500', '503']],
    [
      'a bodiless POST',
      http({ ...fields, method: 'POST', responses: { 200: thing } }),
      ['400', '413', '429', '500', '503'],
    ],
    [
      'a POST with a body and permissions',
      http({ ...fields, allow: ['users:read'], method: 'POST', body: thing, responses: { 200: thing } }),
      ['400', '401', '403', '413', '415', '429', '500', '503'],
    ],
    [
      'a route with problems of its own',
      http({ ...fields, method: 'GET', responses: { 200: thing }, problems: { 404: ['THING_NOT_FOUND'] } }),
      ['400', '404', '500', '503'],
    ],
  ])('of %s lists the problems that its shape implies', (_, trigger, expected) => {
    const { responses } = describeAlone(trigger);

    expect(Object.keys(responses).filter((status) => Number(status) >= 400)).toEqual(expected);
  });

  it.each([
    ['signed-in', ['PERSON_REQUIRED']],
    [['users:read'], ['PERMISSION_DENIED']],
  ] as const)('for %j says whom it refuses', (allow, expected) => {
    const operation = describeAlone(http({ ...fields, allow, method: 'GET', responses: { 200: thing } }));

    expect(codesOf(operation, 403)).toEqual(expected);
  });

  it.each([
    ['a write', http({ ...fields, method: 'POST', responses: { 200: thing } })],
    ['a GET of a caller', http({ ...fields, allow: 'signed-in', method: 'GET', responses: { 200: thing } })],
    [
      'a GET that asks the store',
      http({ ...fields, method: 'GET', responses: { 200: thing }, grants: ['identity:read'] }),
    ],
  ])('that is %s tells how it is limited, and when to come back', (_, trigger) => {
    const operation = describeAlone(trigger);

    expect(codesOf(operation, 429)).toEqual(['RATE_LIMITED']);
    expect(Object.keys(operation.responses[200]?.headers ?? {})).toEqual(['RateLimit-Policy', 'RateLimit']);
    expect(Object.keys(operation.responses[429]?.headers ?? {})).toEqual([
      'RateLimit-Policy',
      'RateLimit',
      'Retry-After',
    ]);
  });

  it.each([
    [
      'tells with a 401 what is left to strangers of the network',
      'signed-in',
      ['RateLimit-Policy', 'RateLimit', 'WWW-Authenticate'],
    ],
    ['has no 401 where nobody is asked who they are', 'public', undefined],
  ] as const)('%s', (_, allow, expected) => {
    const { responses } = describeAlone(http({ ...fields, allow, method: 'GET', responses: { 200: thing } }));

    expect(responses[401]?.headers && Object.keys(responses[401].headers)).toEqual(expected);
  });

  it('tells with each problem that comes after the count what is left', () => {
    const { responses } = describeAlone(
      http({ ...fields, allow: 'signed-in', method: 'POST', body: thing, responses: { 200: thing } }),
    );

    const told = Object.keys(responses).filter((status) => 'RateLimit' in (responses[status]?.headers ?? {}));

    expect(told).toEqual(['200', '400', '401', '403', '415', '429', '500', '503']);
  });

  it('that machines may call tells of their quota', () => {
    const operation = describeAlone(
      http({ ...fields, allow: ['users:read'], method: 'GET', responses: { 200: thing } }),
    );

    expect(codesOf(operation, 429)).toEqual(['RATE_LIMITED', 'QUOTA_EXCEEDED']);
    expect(codesOf(operation, 401)).toEqual(expect.arrayContaining(['INVALID_ACCESS_TOKEN', 'INVALID_API_KEY']));
  });

  it.each([
    ['public and asks nothing', {}, ['TIMED_OUT']],
    ['public and must be counted', { method: 'POST', mustCount: true }, ['TIMED_OUT', 'DATABASE_UNAVAILABLE']],
    [
      'public and asks the store',
      { grants: ['identity:read'] },
      ['TIMED_OUT', 'DATABASE_UNAVAILABLE', 'SECRETS_UNAVAILABLE'],
    ],
    [
      'for people and asks nothing more',
      { allow: 'signed-in' },
      ['TIMED_OUT', 'DATABASE_UNAVAILABLE', 'SECRETS_UNAVAILABLE', 'ISSUER_UNAVAILABLE', 'ISSUER_MISCONFIGURED'],
    ],
    [
      'signing',
      { grants: ['tokens:sign'] },
      ['TIMED_OUT', 'DATABASE_UNAVAILABLE', 'SECRETS_UNAVAILABLE', 'SIGNING_UNAVAILABLE'],
    ],
    [
      'reading seals',
      { grants: ['audit:verify'] },
      ['TIMED_OUT', 'DATABASE_UNAVAILABLE', 'SECRETS_UNAVAILABLE', 'FILES_UNAVAILABLE'],
    ],
  ] as const)('that is %s tells what may be down', (_, its, expected) => {
    const operation = describeAlone(http({ ...fields, method: 'GET', responses: { 200: thing }, ...its }));

    expect(codesOf(operation, 503)).toEqual(expected);
  });

  it('of a file tells of its version, of 304 and of a file that is missing', () => {
    const operation = describeAlone(http({ ...fields, method: 'GET', responses: { 200: 'asset' } }));

    expect(operation.parameters).toMatchObject([{ name: 'If-None-Match', in: 'header' }]);
    expect(operation.responses).toMatchObject({ 200: { headers: { ETag: {} } }, 304: {} });
    expect(codesOf(operation, 404)).toEqual(['ASSET_NOT_FOUND']);
  });

  it('that changes a versioned resource tells of ETag, and of no 304', () => {
    const { parameters, responses } = describeAlone(
      http({ ...fields, method: 'PATCH', responses: { 200: thing }, versioned: true }),
    );

    expect(parameters).toBeUndefined();
    expect(responses).toMatchObject({ 200: { headers: { ETag: {} } } });
    expect(responses).not.toHaveProperty('304');
  });

  it('names its own refusals beside the limit', () => {
    const operation = describeAlone(
      http({ ...fields, method: 'POST', responses: { 200: thing }, problems: { 429: ['TOO_MANY_ATTEMPTS'] } }),
    );

    expect(codesOf(operation, 429)).toEqual(['TOO_MANY_ATTEMPTS', 'RATE_LIMITED']);
  });

  it('whose result decides on the status shows it with the 503, too', () => {
    const trigger = http({
      ...fields,
      method: 'GET',
      responses: { 200: thing },
      statusOf: () => 503,
      grants: ['identity:read'],
    });

    const { responses } = describeAlone(trigger);

    expect(Object.keys(responses[503]?.content ?? {})).toEqual(['application/json', 'application/problem+json']);
  });
});
