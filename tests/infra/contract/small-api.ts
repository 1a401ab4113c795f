/** A small OpenAPI document in the form of ours, and the parts of it that tests change. */
export function smallApi() {
  const registerProblemCode = { type: 'string', enum: ['VALIDATION_FAILED', 'DUPLICATE_EMAIL'] };
  const newUser = {
    type: 'object',
    properties: {
      email: { type: 'string', format: 'email', minLength: 3, maxLength: 254 },
      name: { type: 'string', default: 'Nobody' },
      kind: { type: 'string', enum: ['person', 'machine'] },
      birth: { anyOf: [{ type: 'string', format: 'date' }, { type: 'null' }] },
      labels: { type: 'object', propertyNames: { maxLength: 20 }, additionalProperties: { type: 'string' } },
      extra: { type: 'object', properties: { note: { type: 'string' } } },
    },
    required: ['email'],
    additionalProperties: false,
  };
  const user = {
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^[0-9a-f]+$' },
      status: { type: 'string', enum: ['active', 'locked'] },
      score: { type: 'integer', minimum: 0, maximum: 100 },
      roles: { type: 'array', items: { type: 'string', enum: ['admin', 'doctor'] } },
      manager: { $ref: '#/components/schemas/User' },
      clinic: { type: ['string', 'null'] },
      nickname: { type: 'string' },
    },
    required: ['id', 'status'],
  };
  const limit: Record<string, unknown> = { type: 'integer', minimum: 1, maximum: 100 };
  const register = {
    operationId: 'registerUser',
    parameters: [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' } }],
    requestBody: { required: false, content: { 'application/json': { schema: reference('NewUser') } } },
    responses: {
      201: {
        headers: { Location: { schema: { type: 'string' } } },
        content: { 'application/json': { schema: reference('UserAnswer') } },
      },
      400: problems('VALIDATION_FAILED'),
      409: problems('DUPLICATE_EMAIL'),
    },
    security: [] as object[],
  };
  const list = {
    operationId: 'listUsers',
    parameters: [
      { name: 'limit', in: 'query', required: false, schema: limit },
      { name: 'sort', in: 'query', required: false, schema: { type: 'string', enum: ['name', '-name'] } },
    ],
    responses: {
      200: {
        content: {
          'application/json': { schema: { type: 'object', properties: { data: { items: reference('User') } } } },
          'text/csv': { schema: { type: 'string' } },
        },
      },
    },
    security: [{ accessToken: [] }, { apiKey: [] }],
    'x-permissions': ['users:list'],
  };
  const schemas: Record<string, Record<string, unknown>> = {
    NewUser: newUser,
    User: user,
    UserAnswer: { type: 'object', properties: { data: reference('User') }, required: ['data'] },
    Problem: {
      type: 'object',
      properties: { code: { type: 'string' }, title: { type: 'string' } },
      required: ['code', 'title'],
    },
    RegisterUserProblem: {
      allOf: [reference('Problem'), { properties: { code: reference('RegisterUserProblemCode') } }],
    },
    RegisterUserProblemCode: registerProblemCode,
  };
  const securitySchemes: Record<string, Record<string, string>> = {
    accessToken: { type: 'http', scheme: 'bearer' },
    apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
  };
  const paths: Record<string, Record<string, unknown>> = { '/v1/users': { post: register, get: list } };
  const document = { info: { version: '0.1.0' }, paths, components: { schemas, securitySchemes } };
  return { document, paths, register, list, limit, newUser, user, schemas, securitySchemes, registerProblemCode };
}

export type SmallApi = ReturnType<typeof smallApi>;

function reference(model: string): { $ref: string } {
  return { $ref: `#/components/schemas/${model}` };
}

function problems(code: string) {
  const examples: Record<string, object> = { [code]: { $ref: `#/components/examples/${code}` } };
  return { content: { 'application/problem+json': { schema: reference('RegisterUserProblem'), examples } } };
}
