import type { SmallApi } from './small-api.ts';

/** A break that is planted in the small document, and the finding that tells of it. */
export type PlantedBreak = readonly [
  title: string,
  plant: (api: SmallApi) => void,
  finding: string,
  kind?: 'break' | 'code',
];

const register = 'POST /v1/users';
const list = 'GET /v1/users';

/** One for each kind of break. */
export const plantedBreaks: readonly PlantedBreak[] = [
  ['a route that is gone', ({ paths }) => delete paths['/v1/users']?.get, `${list}: the route is gone`],
  [
    'another operationId',
    ({ list }) => Object.assign(list, { operationId: 'findUsers' }),
    `${list}: its operationId is now findUsers in place of listUsers`,
  ],
  [
    'a public route that asks for credentials',
    ({ register }) => register.security.push({ accessToken: [] }),
    `${register}: credentials are now asked for`,
  ],
  ['a way to sign in that is gone', ({ list }) => list.security.pop(), `${list}: apiKey no longer suffices`],
  [
    'a way to sign in that changed',
    ({ securitySchemes }) =>
      Object.assign(securitySchemes, { apiKey: { type: 'apiKey', in: 'header', name: 'x-key' } }),
    'apiKey: credentials are given in another way',
  ],
  [
    'a permission more',
    ({ list }) => list['x-permissions'].push('users:read'),
    `${list}: the permission users:read is now asked for`,
  ],
  ['a parameter that is gone', ({ list }) => list.parameters.pop(), `${list}: the query parameter sort is gone`],
  [
    'a parameter that is new and required',
    ({ list }) => list.parameters.push({ name: 'clinic', in: 'query', required: true, schema: {} }),
    `${list}: the query parameter clinic is new and required`,
  ],
  [
    'a header that is now required',
    ({ register }) => Object.assign(register.parameters[0] ?? {}, { required: true }),
    `${register}: the header idempotency-key is now required`,
  ],
  [
    'a tighter upper bound of what is sent',
    ({ limit }) => Object.assign(limit, { maximum: 50 }),
    `${list}: the query parameter limit has another maximum: 50 in place of 100`,
  ],
  [
    'a tighter lower bound of what is sent',
    ({ newUser }) => Object.assign(newUser.properties.email, { minLength: 6 }),
    'NewUser: the field email has another minLength: 6 in place of 3',
  ],
  [
    'another type of what is sent',
    ({ limit }) => Object.assign(limit, { type: 'string' }),
    `${list}: the query parameter limit is now of type string in place of integer`,
  ],
  [
    'a list in place of any value that is sent',
    ({ limit }) => Object.assign(limit, { enum: [20, 100] }),
    `${list}: the query parameter limit takes only 20, 100`,
  ],
  [
    'another default',
    ({ newUser }) => Object.assign(newUser.properties.name, { default: 'Somebody' }),
    'NewUser: the field name has another default: "Somebody" in place of "Nobody"',
  ],
  [
    'a first default of a parameter',
    ({ list }) => Object.assign(list.parameters[1]?.schema ?? {}, { default: 'name' }),
    `${list}: the query parameter sort has another default: "name" in place of none`,
  ],
  [
    'another format of what is sent',
    ({ newUser }) => Object.assign(newUser.properties.email, { format: 'idn-email' }),
    'NewUser: the field email has another format: "idn-email" in place of "email"',
  ],
  [
    'a rule that the comparison does not know',
    ({ newUser }) => Object.assign(newUser.properties.email, { not: { const: 'a@b.c' } }),
    'NewUser: the field email has another not: {"const":"a@b.c"} in place of none',
  ],
  [
    'a value that is no longer taken',
    ({ newUser }) => newUser.properties.kind.enum.pop(),
    'NewUser: the field kind no longer takes "machine"',
  ],
  [
    'null that is no longer taken',
    ({ newUser }) => newUser.properties.birth.anyOf.pop(),
    'NewUser: the field birth no longer takes null',
  ],
  [
    'a field that is no longer taken',
    ({ newUser }) => delete (newUser.properties as Partial<typeof newUser.properties>).kind,
    'NewUser: the field kind is gone',
  ],
  [
    'a field that is now asked for',
    ({ newUser }) => newUser.required.push('kind'),
    'NewUser: the field kind is now required',
  ],
  [
    'a field that is new and asked for',
    ({ newUser }) => {
      Object.assign(newUser.properties, { phone: { type: 'string' } });
      newUser.required.push('phone');
    },
    'NewUser: the field phone is new and required',
  ],
  [
    'further fields that are no longer taken',
    ({ newUser }) => Object.assign(newUser.properties.extra, { additionalProperties: false }),
    'NewUser: the field extra takes no further fields any more',
  ],
  [
    'values of a map that are narrower',
    ({ newUser }) => Object.assign(newUser.properties.labels.additionalProperties, { maxLength: 5 }),
    'NewUser: the field labels.* has another maxLength: 5 in place of none',
  ],
  [
    'keys of a map that are narrower',
    ({ newUser }) => Object.assign(newUser.properties.labels.propertyNames, { maxLength: 10 }),
    'NewUser: the field labels.(name) has another maxLength: 10 in place of 20',
  ],
  [
    'a body that is now required',
    ({ register }) => Object.assign(register.requestBody, { required: true }),
    `${register}: a body is now required`,
  ],
  [
    'a content type that is no longer taken',
    ({ register }) => Object.assign(register.requestBody, { content: {} }),
    `${register}: a body of application/json is no longer taken`,
  ],
  [
    'a status that is gone',
    ({ register }) => delete (register.responses as Partial<typeof register.responses>)[201],
    `${register}: the answer 201 is gone`,
  ],
  [
    'a status that is new',
    ({ register }) => Object.assign(register.responses, { 410: register.responses[409] }),
    `${register}: the answer 410 is new, with DUPLICATE_EMAIL`,
  ],
  [
    'a code that is new',
    ({ register }) =>
      Object.assign(register.responses[409].content['application/problem+json'].examples, { UNDERAGE: {} }),
    `${register}: the code UNDERAGE is new with 409`,
    'code',
  ],
  [
    'a code that is gone, while its status stays',
    ({ register }) => (register.responses[400].content['application/problem+json'].examples = { MALFORMED_JSON: {} }),
    `${register}: the code VALIDATION_FAILED no longer comes with 400`,
    'code',
  ],
  [
    'a header that is gone',
    ({ register }) => Object.assign(register.responses[201], { headers: {} }),
    `${register}: the header location of the answer 201 is gone`,
  ],
  [
    'another type of a header',
    ({ register }) => Object.assign(register.responses[201].headers.Location.schema, { type: 'integer' }),
    `${register}: the header location of the answer 201 is now of type integer in place of string`,
  ],
  [
    'a content type that is gone',
    ({ list }) => delete (list.responses[200].content as Record<string, unknown>)['text/csv'],
    `${list}: the answer 200 no longer comes as text/csv`,
  ],
  [
    'a field that is gone from an answer',
    ({ user }) => delete (user.properties as Partial<typeof user.properties>).nickname,
    'User: the field nickname is gone',
  ],
  [
    'a field of a model that a named model has',
    ({ schemas }) =>
      Object.assign(schemas, { Problem: { type: 'object', properties: { code: {} }, required: ['code'] } }),
    'Problem: the field title is gone',
  ],
  ['a field that an answer may lack', ({ user }) => user.required.pop(), 'User: the field status may now be absent'],
  [
    'a value that clients do not know',
    ({ user }) => user.properties.status.enum.push('deleted'),
    'User: the field status may now be "deleted"',
  ],
  [
    'a value in a list that clients do not know',
    ({ user }) => user.properties.roles.items.enum.push('nurse'),
    'User: the field roles[] may now be "nurse"',
  ],
  [
    'any value in place of a list',
    ({ user }) => Object.assign(user.properties, { status: { type: 'string' } }),
    'User: the field status may now be any value',
  ],
  [
    'null that clients do not know',
    ({ user }) => Object.assign(user.properties, { nickname: { type: ['string', 'null'] } }),
    'User: the field nickname may now be null',
  ],
  [
    'a form that changed beside null',
    ({ user }) => Object.assign(user.properties, { clinic: { anyOf: [{ type: 'integer' }, { type: 'null' }] } }),
    'User: the field clinic may now be integer',
  ],
  [
    'another type of what is received',
    ({ user }) => Object.assign(user.properties.score, { type: 'number' }),
    'User: the field score is now of type number in place of integer',
  ],
  [
    'a looser bound of what is received',
    ({ user }) => Object.assign(user.properties.score, { maximum: undefined }),
    'User: the field score has another maximum: none in place of 100',
  ],
  [
    'another pattern of what is received',
    ({ user }) => Object.assign(user.properties.id, { pattern: '^[a-z]+$' }),
    'User: the field id has another pattern: "^[a-z]+$" in place of "^[0-9a-f]+$"',
  ],
  [
    'a model without its name',
    ({ schemas, list, register }) => {
      Object.assign(list.responses[200].content['application/json'], { schema: schemas.UserAnswer });
      Object.assign(register.responses[201].content['application/json'], { schema: schemas.UserAnswer });
      delete schemas.UserAnswer;
    },
    'UserAnswer: the model has lost its name',
  ],
];
